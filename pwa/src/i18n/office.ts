// Words of the office room; they travel in the room's own chunk.
import { dictionary } from '@/i18n/text';
import { office } from '@/i18n/zh-CN/office';

export const t = dictionary(office, () => import('@/i18n/en/office').then((file) => file.office));
