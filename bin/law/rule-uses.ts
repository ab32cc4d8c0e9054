import path from 'node:path';
import ts from 'typescript';
import { BASES } from '../../domain/disclosure/basis.ts';
import type { RuleUse } from '../../domain/law/coverage.ts';
import { SINKS, type Sink } from './sinks.ts';
import {
  add,
  bare,
  calledName,
  declarationOf,
  functionOf,
  nameOf,
  nameOfConstant,
  programOf,
  returnedBy,
  valueOf,
  type Called,
  type Written,
} from './syntax.ts';

/** Where the law itself lies: its own functions act by no rule of their own. */
const BELOW = 'domain/law/';
/** Where numbers are only shown, and nothing is decided by them. */
const ONLY_SHOWN = /^api\//;
const RULE_ID = /^(?:ZTB|EB|COL|PUB|CMP|THR|GP|CNT|INT)-\d{2,3}$/;
const ARRAY_METHODS = new Set(['map', 'flatMap', 'filter', 'find', 'some', 'every', 'forEach', 'findLast']);
/** How far a value is followed back. */
const MOST_STEPS = 30;

/** A rule that reached a place, and where it came in as an argument, where it did. */
interface Reached {
  readonly id: string;
  readonly at: ts.Node;
}

/**
 * Where a project acts by which rule, found by following each rule that reaches a function of the law back to where it is
 * written: through constants, properties, parameters and what functions give. What cannot be followed is left out, so that
 * nothing is said to be enforced that is not. `root` is the project's folder; `files` are paths from it.
 */
export function ruleUses(root: string, files: readonly string[]): readonly RuleUse[] {
  return new Uses(root, programOf(root, files)).all();
}

/** What the parameters of a function are while one call of it is followed. */
type Arguments = ReadonlyMap<ts.Node, { readonly argument: ts.Expression; readonly within: Arguments }>;
const NO_ARGUMENTS: Arguments = new Map();

class Uses {
  readonly #root: string;
  readonly #checker: ts.TypeChecker;
  readonly #calls = new Map<string, ts.CallExpression[]>();
  readonly #properties = new Map<string, Written[]>();

  constructor(root: string, program: ts.Program) {
    this.#root = root;
    this.#checker = program.getTypeChecker();
    for (const file of program.getSourceFiles()) if (!file.isDeclarationFile) this.#index(file);
  }

  /** Every use, in the order of files, names and rules. */
  all(): RuleUse[] {
    const found = new Map<string, RuleUse>();
    for (const [file, functions] of Object.entries(SINKS))
      for (const [name, sink] of Object.entries(functions))
        for (const call of this.#calls.get(name) ?? []) {
          const inside = this.#pathOf(call);
          const isShown = sink.kind === 'decides' && ONLY_SHOWN.test(inside);
          if (isShown || inside.startsWith(BELOW) || !this.#isCallOf(call, file, name)) continue;
          for (const { id, at } of this.#reaching(call, sink)) {
            const use = { id, kind: sink.kind, path: this.#pathOf(at), declaration: declarationOf(at) };
            if (!use.path.startsWith(BELOW)) found.set(Object.values(use).join(' '), use);
          }
        }
    return [...found.keys()].toSorted().map((key) => found.get(key)!);
  }

  #reaching(call: ts.CallExpression, { argument, rest, kind }: Sink): Reached[] {
    const named = call.arguments.slice(argument, rest === true ? undefined : argument + 1);
    const values = named.flatMap((one) => this.#values(one, call));
    const ids =
      kind === 'tells'
        ? values.flatMap(({ id, at }) => rulesOfPurpose(id).map((rule) => ({ id: rule, at })))
        : values;
    return ids.filter(({ id }) => RULE_ID.test(id));
  }

  #index(node: ts.Node): void {
    if (ts.isCallExpression(node)) add(this.#calls, calledName(node), node);
    if (
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      nameOf(node.name) !== null
    )
      add(this.#properties, nameOf(node.name)!, node);
    ts.forEachChild(node, (child) => this.#index(child));
  }

  #isCallOf(call: ts.CallExpression, file: string, name: string): boolean {
    const declared = this.#declared(call.expression)[0];
    if (declared === undefined || this.#pathOf(declared) !== file) return false;
    return (declared as ts.NamedDeclaration).name?.getText() === name;
  }

  /** The texts that an expression may be, each with the place at which it came in. */
  #values(
    given: ts.Expression,
    at: ts.Node,
    within: Arguments = NO_ARGUMENTS,
    above: readonly ts.Node[] = [],
  ): Reached[] {
    const node = bare(given);
    if (above.includes(node) || above.length > MOST_STEPS) return [];
    const path = [...above, node];
    const follow = (one: ts.Expression) => this.#values(one, at, within, path);
    if (ts.isStringLiteralLike(node)) return [{ id: node.text, at }];
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(follow);
    if (ts.isBinaryExpression(node)) return this.#binaryParts(node).flatMap(follow);
    if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(follow);
    if (ts.isSpreadElement(node)) return follow(node.expression);
    if (ts.isNewExpression(node)) return (node.arguments ?? []).flatMap(follow);
    if (ts.isElementAccessExpression(node)) return this.#elements(node.expression).flatMap(follow);
    if (ts.isPropertyAccessExpression(node)) {
      const property = this.#checker.getSymbolAtLocation(node.name);
      if (this.#isOfLaw(property)) return follow(node.expression);
      return this.#ofProperty(property, at, path);
    }
    if (ts.isCallExpression(node)) return this.#ofCall(node, at, within, path);
    if (!ts.isIdentifier(node)) return [];
    return this.#declared(node).flatMap((declared) => this.#ofDeclaration(declared, at, within, path));
  }

  #binaryParts({ left, right, operatorToken }: ts.BinaryExpression): ts.Expression[] {
    const { kind } = operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return [right];
    const either = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
    return either ? [left, right] : [];
  }

  /** What a table of texts holds: a constant, or whatever is written for a property. */
  #elements(table: ts.Expression): ts.Expression[] {
    const literals = this.#tables(table).map((one) => bare(one));
    return literals
      .filter((one) => ts.isObjectLiteralExpression(one))
      .flatMap(({ properties }) =>
        properties.flatMap((one) => (ts.isPropertyAssignment(one) ? [one.initializer] : [])),
      );
  }

  #tables(table: ts.Expression): ts.Expression[] {
    if (ts.isPropertyAccessExpression(table))
      return this.#writtenFor(this.#checker.getSymbolAtLocation(table.name)).flatMap(valueOf);
    return this.#declared(table).flatMap((declared) => {
      if (ts.isVariableDeclaration(declared)) return declared.initializer ?? [];
      if (!ts.isBindingElement(declared)) return [];
      const name = nameOf(declared.propertyName ?? declared.name);
      const property =
        name === null ? undefined : this.#checker.getTypeAtLocation(declared.parent).getProperty(name);
      return this.#writtenFor(property).flatMap(valueOf);
    });
  }

  /** The rule of a deadline and the id of a rule, as domain/law/types.ts has them: known by what made them. */
  #isOfLaw(property: ts.Symbol | undefined): boolean {
    const declared = property?.declarations?.[0];
    return (
      declared !== undefined && this.#pathOf(declared).startsWith(BELOW) && /^(rule|id)$/.test(property!.name)
    );
  }

  #ofCall(call: ts.CallExpression, at: ts.Node, within: Arguments, path: readonly ts.Node[]): Reached[] {
    const follow = (one: ts.Expression) => this.#values(one, at, within, path);
    const callee = call.expression;
    if (ts.isPropertyAccessExpression(callee) && ARRAY_METHODS.has(callee.name.text))
      return follow(callee.expression);
    const made = ['ruleOf', 'deadlineAfter', 'deadlineBefore'].includes(calledName(call));
    if (made && call.arguments[1] !== undefined) return follow(call.arguments[1]);
    return this.#declared(callee)
      .map(functionOf)
      .flatMap((called) => {
        if (called === undefined) return [];
        const inner: Arguments = new Map(
          called.parameters.flatMap((parameter, index) => {
            const argument = call.arguments[index];
            return argument === undefined ? [] : [[parameter, { argument, within }] as const];
          }),
        );
        return returnedBy(called).flatMap((one) => this.#values(one, at, inner, path));
      });
  }

  #ofDeclaration(node: ts.Node, at: ts.Node, within: Arguments, above: readonly ts.Node[]): Reached[] {
    if (above.includes(node) || above.length > MOST_STEPS) return [];
    const path = [...above, node];
    if (ts.isVariableDeclaration(node)) {
      const loop = node.parent.parent;
      const value = ts.isForOfStatement(loop) ? loop.expression : node.initializer;
      return value === undefined ? [] : this.#values(value, at, within, path);
    }
    if (ts.isBindingElement(node)) return this.#ofBinding(node, at, within, path);
    if (ts.isParameter(node)) return this.#ofParameter(node, at, within, path);
    return [];
  }

  #ofBinding(node: ts.BindingElement, at: ts.Node, within: Arguments, path: readonly ts.Node[]): Reached[] {
    const name = nameOf(node.propertyName ?? node.name);
    if (!ts.isObjectBindingPattern(node.parent) || name === null) return [];
    const property = this.#checker.getTypeAtLocation(node.parent).getProperty(name);
    if (!this.#isOfLaw(property)) return this.#ofProperty(property, at, path);
    return this.#ofDeclaration(node.parent.parent, at, within, path);
  }

  /** Of a parameter: what the call that is followed gives, else what every call gives; of a callback, what the list has. */
  #ofParameter(
    node: ts.ParameterDeclaration,
    at: ts.Node,
    within: Arguments,
    path: readonly ts.Node[],
  ): Reached[] {
    const known = within.get(node);
    if (known !== undefined) return this.#values(known.argument, at, known.within, path);
    const called = node.parent;
    const handed = called.parent;
    if (ts.isCallExpression(handed) && ts.isPropertyAccessExpression(handed.expression)) {
      const isItem = ARRAY_METHODS.has(handed.expression.name.text) && called.parameters[0] === node;
      return isItem ? this.#values(handed.expression.expression, at, within, path) : [];
    }
    const name = ts.isFunctionDeclaration(called) ? called.name?.text : nameOfConstant(called);
    const index = called.parameters.indexOf(node);
    return (this.#calls.get(name ?? '') ?? [])
      .filter((call) =>
        this.#declared(call.expression)
          .map(functionOf)
          .includes(called as Called),
      )
      .flatMap((call) => {
        const argument = call.arguments[index];
        return argument === undefined ? [] : this.#values(argument, call, NO_ARGUMENTS, path);
      });
  }

  /** Of a property of texts: whatever is written for it. Properties of other things are not followed. */
  #ofProperty(property: ts.Symbol | undefined, at: ts.Node, path: readonly ts.Node[]): Reached[] {
    const declared = property?.declarations?.[0];
    if (property === undefined || declared === undefined || !this.#isText(property, declared)) return [];
    return this.#writtenFor(property).flatMap((one) => {
      if (ts.isPropertyAssignment(one)) return this.#values(one.initializer, at, NO_ARGUMENTS, path);
      const value = this.#checker.getShorthandAssignmentValueSymbol(one);
      return (value?.declarations ?? []).flatMap((each) => this.#ofDeclaration(each, at, NO_ARGUMENTS, path));
    });
  }

  #writtenFor(property: ts.Symbol | undefined): Written[] {
    const declarations = property?.declarations ?? [];
    if (property === undefined || declarations.length === 0) return [];
    return (this.#properties.get(property.name) ?? []).filter(
      (one) => declarations.includes(one) || this.#isWrittenFor(one, declarations),
    );
  }

  #isWrittenFor(one: Written, declarations: readonly ts.Node[]): boolean {
    const wanted = this.#checker.getContextualType(one.parent)?.getProperty(nameOf(one.name)!);
    return (wanted?.declarations ?? []).some((declared) => declarations.includes(declared));
  }

  #isText(property: ts.Symbol, place: ts.Node): boolean {
    const held = this.#checker.getNonNullableType(this.#checker.getTypeOfSymbolAtLocation(property, place));
    const [item] = this.#checker.isArrayType(held)
      ? this.#checker.getTypeArguments(held as ts.TypeReference)
      : [];
    const type = item ?? held;
    const members = type.isUnion() ? type.types : [type];
    return members.every(({ flags }) => (flags & ts.TypeFlags.StringLike) !== 0);
  }

  #declared(node: ts.Node): readonly ts.Declaration[] {
    const symbol = this.#checker.getSymbolAtLocation(node);
    if (symbol === undefined) return [];
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return (isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol).declarations ?? [];
  }

  #pathOf(node: ts.Node): string {
    return path.relative(this.#root, node.getSourceFile().fileName).replaceAll(path.sep, '/');
  }
}

/** The rules of a purpose of what is published or told. */
function rulesOfPurpose(purpose: string): readonly string[] {
  const bases: Readonly<Record<string, readonly string[]>> = BASES;
  return bases[purpose] ?? [];
}
