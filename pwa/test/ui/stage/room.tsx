// An empty room, so that the shell can be looked at before the rooms are furnished.
export function FieldApp() {
  return null;
}
export function OfficeApp() {
  return null;
}
