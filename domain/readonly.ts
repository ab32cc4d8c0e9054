type Scalar = string | number | boolean | bigint | symbol | null | undefined;

/** A type, read-only all the way down. */
export type DeepReadonly<T> = T extends Scalar ? T : { readonly [Name in keyof T]: DeepReadonly<T[Name]> };
