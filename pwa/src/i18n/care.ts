// Words of 准备下乡, 我的 and 帮助; they travel with those pages.
import { dictionary } from '@/i18n/text';
import { care } from '@/i18n/zh-CN/care';

export const t = dictionary(care, () => import('@/i18n/en/care').then((file) => file.care));
