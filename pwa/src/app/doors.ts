// Where the rooms are. They are fetched when somebody enters, never before.
import type { FunctionComponent } from 'preact';
import type { RoomProps } from './rooms';

export const loadField = (): Promise<FunctionComponent<RoomProps>> =>
  import('@/field').then((room) => room.FieldApp);
export const loadOffice = (): Promise<FunctionComponent<RoomProps>> =>
  import('@/office').then((room) => room.OfficeApp);
export const loadGallery = (): Promise<FunctionComponent> => import('@/gallery').then((room) => room.Gallery);
