// Words of the shell and of the controls.

import { dictionary } from '@/i18n/text';
import { common } from '@/i18n/zh-CN/common';

export const t = dictionary(common, () => import('@/i18n/en/common').then((file) => file.common));
