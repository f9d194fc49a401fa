// Every control, for one import: `import { Button, Radios } from '@/ui'`.
export { Button, type ButtonProps, Pair, Tap, Tools } from './button';
export {
  Checks,
  type ChecksProps,
  Chips,
  type Option,
  Radios,
  type RadiosProps,
  Search,
  Segments,
  Switch,
  Wrong,
} from './choice';
export {
  DateField,
  type DateFieldProps,
  MoneyField,
  type MoneyFieldProps,
  NumberField,
  type NumberFieldProps,
  PasswordField,
  TextField,
  type TextFieldProps,
} from './fields';
export { Bar, DemoBand, Foot, type NavItem, NavTabs, Page, Screen, SunSwitch, Title } from './frame';
export { Icon } from './icon';
export type { IconName } from './icon-names';
export {
  Card,
  type CardProps,
  Cards,
  Row,
  type RowProps,
  Rows,
  type StatusProps,
  StatusWord,
  type Task,
  TaskList,
  type Tone,
} from './list';
export {
  EmptyState,
  ErrorSummary,
  type FieldError,
  hideToast,
  Meter,
  Notice,
  type NoticeTone,
  ProgressLine,
  showToast,
  Ticks,
  Toasts,
} from './message';
export { Photo, type PhotoProps, useBytesUrl } from './photo';
export { PinPad, type PinPadProps } from './pin';
export { Register, type RegisterRow } from './register';
export { Sheet, type SheetProps } from './sheet';
export { SignaturePad, type SignaturePadProps, SignatureView, type Stroke, type Strokes } from './signature';
export { type Shell, setShell, setTheme, startTheme, type Theme, theme, toggleSun } from './theme';
