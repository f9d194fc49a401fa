// Words of the gallery: made-up people and answers that show each control in each state.
import { dictionary } from '@/i18n/text';
import { gallery } from '@/i18n/zh-CN/gallery';

export const t = dictionary(gallery, () => import('@/i18n/en/gallery').then((file) => file.gallery));
