/** The declarations that a module's users can see: its exports, and every type of ours behind them. */
import { resolve } from 'node:path';
import ts from 'typescript';

const OURS = resolve('dist');
/** What a scenario may say is frozen by scenario.schema.json. */
const FROZEN_ELSEWHERE = resolve('dist/sim/scenario/shape.d.ts');

const printer = ts.createPrinter({ removeComments: true });

export interface Declared {
  readonly exported: readonly string[];
  /** As they are written, comments aside. */
  readonly declarations: readonly string[];
}

export function declarationsOf(door: string): Declared {
  const program = ts.createProgram([door], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(door);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${door} exports nothing`);
  const exported = checker.getExportsOfModule(module);
  const found = new Set<ts.Symbol>();
  for (const symbol of exported) follow(symbol, checker, found);
  const texts = [...found].flatMap((symbol) => (symbol.declarations ?? []).map(textOf));
  return {
    exported: exported.map(({ name }) => name).sort(),
    declarations: [...new Set(texts)].sort(),
  };
}

/** Adds what a name stands for, and what the declaration of that names in turn. */
function follow(symbol: ts.Symbol, checker: ts.TypeChecker, found: Set<ts.Symbol>): void {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  const declarations = (target.declarations ?? []).filter(isOurs);
  if (found.has(target) || declarations.length === 0) return;
  found.add(target);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const named = checker.getSymbolAtLocation(node);
      if (named !== undefined) follow(named, checker, found);
    }
    ts.forEachChild(node, visit);
  };
  for (const each of declarations) if (!isFrozenElsewhere(each)) visit(each);
}

/** A statement of ours that names a type, a function, a class or a value. */
function isOurs(declaration: ts.Declaration): boolean {
  const isStatement =
    ts.isInterfaceDeclaration(declaration) ||
    ts.isTypeAliasDeclaration(declaration) ||
    ts.isFunctionDeclaration(declaration) ||
    ts.isClassDeclaration(declaration) ||
    ts.isVariableDeclaration(declaration);
  return isStatement && declaration.getSourceFile().fileName.startsWith(OURS);
}

function isFrozenElsewhere(declaration: ts.Declaration): boolean {
  return declaration.getSourceFile().fileName === FROZEN_ELSEWHERE;
}

function textOf(declaration: ts.Declaration): string {
  if (isFrozenElsewhere(declaration)) {
    const name = ts.getNameOfDeclaration(declaration)?.getText();
    return `type ${name} = what scenario.schema.json allows`;
  }
  const file = declaration.getSourceFile();
  const printed = printer.printNode(ts.EmitHint.Unspecified, declaration, file);
  return ts.isVariableDeclaration(declaration) ? `const ${printed}` : printed;
}
