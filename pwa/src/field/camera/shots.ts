// What is known about shots by their name: the frame that helps to aim, and whether a number must be covered before saving.
// A shot that is not named here gets the plain frame; the form decides which shots there are.
export interface ShotKind {
  /** Path in a box of 100 × 100, drawn as dashes over the finder. */
  readonly ghost: string;
  readonly cover: boolean;
}

const page = 'M12 20h76v60H12zM12 34h76';

const kinds: Readonly<Record<string, ShotKind>> = {
  door: { ghost: 'M28 96V22h44v74M40 10h20v8H40z', cover: false },
  badge: { ghost: 'M8 30h38v44H8zM54 30h38v44H54z', cover: false },
  room: { ghost: 'M16 24h68v52H16zM0 6l16 18M100 6L84 24M16 76L0 94M84 76l16 18', cover: false },
  passbook: { ghost: page, cover: true },
  sms: { ghost: page, cover: true },
  thumbprint: { ghost: 'M20 16h60v68H20zM42 58a8 11 0 0 1 16 0v8H42z', cover: false },
};

export function kindOfShot(shot: string): ShotKind {
  return kinds[shot] ?? { ghost: '', cover: false };
}
