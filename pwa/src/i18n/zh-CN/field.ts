export const field = {
  title: '访查',
} as const;
