// Words of the shell and of the controls.
import { common } from '@/i18n/zh-CN/common';
import { dictionary } from '@/i18n/text';

export const t = dictionary(common, () => import('@/i18n/en/common').then((file) => file.common));
