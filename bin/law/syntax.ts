import path from 'node:path';
import ts from 'typescript';

/** What an object literal says of a property. */
export type Written = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

/** The program of the files alone: packages are not read, for no rule comes from them. */
export function programOf(root: string, files: readonly string[]): ts.Program {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    types: [],
    lib: ['lib.esnext.d.ts'],
  };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => {
      const resolvedFileName = path.resolve(path.dirname(containing), text);
      const known = text.startsWith('.') && text.endsWith('.ts') && host.fileExists(resolvedFileName);
      return { resolvedModule: known ? { resolvedFileName, extension: ts.Extension.Ts } : undefined };
    });
  return ts.createProgram({ rootNames: files.map((file) => path.join(root, file)), options, host });
}

/** A function with a body that can be followed. */
export type Called = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

/** The function that a declaration declares, by itself or as a constant; undefined where it declares something else. */
export function functionOf(node: ts.Node): Called | undefined {
  if (ts.isFunctionDeclaration(node)) return node;
  const value = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  const inner = value === undefined ? undefined : bare(value);
  return inner !== undefined && (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner))
    ? inner
    : undefined;
}

/** The name of the constant that a function is the value of. */
export function nameOfConstant(node: ts.Node): string | undefined {
  const { parent } = node;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

/** An expression without parentheses and without what only types it. */
export function bare(node: ts.Expression): ts.Expression {
  const isWrapped =
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node);
  return isWrapped ? bare(node.expression) : node;
}

/** The value that is written out; none where a variable's name stands for both. */
export function valueOf(written: Written): ts.Expression[] {
  return ts.isPropertyAssignment(written) ? [written.initializer] : [];
}

/** What a function gives: the expressions that it returns, not those of functions in it. */
export function returnedBy({ body }: Called): ts.Expression[] {
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The name by which a call calls; empty where it has none. */
export function calledName({ expression }: ts.CallExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

/** A name that is plain text; null for one that is computed or takes apart. */
export function nameOf(name: ts.PropertyName | ts.BindingName): string | null {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : null;
}

/** The function, or else the constant of its file, that a place is in. */
export function declarationOf(node: ts.Node): string {
  let name = '';
  for (let up: ts.Node = node; !ts.isSourceFile(up); up = up.parent) {
    if (ts.isFunctionDeclaration(up) && up.name !== undefined) return up.name.text;
    if (ts.isVariableDeclaration(up) && ts.isIdentifier(up.name)) name = up.name.text;
  }
  return name;
}

/** Adds an item to those of a key. */
export function add<Item>(index: Map<string, Item[]>, key: string, item: Item): void {
  const found = index.get(key);
  if (found === undefined) index.set(key, [item]);
  else found.push(item);
}
