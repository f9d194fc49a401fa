export const office = {
  title: '访查',
} as const;
