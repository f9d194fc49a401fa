export { Help } from './help';
export { ChangePin, Me } from './me';
export { Ready } from './ready';
export { SignInAgain } from './sign_in';
export { StepsPage } from './steps-page';
