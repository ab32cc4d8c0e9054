export * from './offers.ts';
export * from './paper-readers.ts';
export * from './papers.ts';
export * from './private-part.ts';
export * from './course.ts';
export * from './readers.ts';
export * from './audiences.ts';
export * from './table.ts';
