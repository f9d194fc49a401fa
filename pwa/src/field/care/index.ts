export { Help } from './help';
export { ChangePin, Me } from './me';
export { Ready } from './ready';
export { StepsPage } from './steps-page';
