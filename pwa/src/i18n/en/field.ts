import type { Twin } from '@/i18n/text';
import type { field as zh } from '@/i18n/zh-CN/field';

export const field: Twin<typeof zh> = {
  title: 'Fangcha',
};
