// Words of the camera; they travel with its page.
import { dictionary } from '@/i18n/text';
import { camera } from '@/i18n/zh-CN/camera';

export const t = dictionary(camera, () => import('@/i18n/en/camera').then((file) => file.camera));
