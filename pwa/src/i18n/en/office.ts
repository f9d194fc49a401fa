import type { Twin } from '@/i18n/text';
import type { office as zh } from '@/i18n/zh-CN/office';

export const office: Twin<typeof zh> = {
  title: 'Fangcha',
};
