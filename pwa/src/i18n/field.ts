// Words of the field room; they travel in the room's own chunk.
import { dictionary } from '@/i18n/text';
import { field } from '@/i18n/zh-CN/field';

export const t = dictionary(field, () => import('@/i18n/en/field').then((file) => file.field));
