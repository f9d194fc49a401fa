// Words of 见不到人 and 紧急; they travel with those pages.
import { dictionary } from '@/i18n/text';
import { unmet } from '@/i18n/zh-CN/unmet';

export const t = dictionary(unmet, () => import('@/i18n/en/unmet').then((file) => file.unmet));
