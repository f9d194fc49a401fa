// Words of reading back and signing; they travel with that page.
import { dictionary } from '@/i18n/text';
import { sign } from '@/i18n/zh-CN/sign';

export const t = dictionary(sign, () => import('@/i18n/en/sign').then((file) => file.sign));
