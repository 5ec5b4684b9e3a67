import {
  type ASTNode,
  type ASTVisitFn,
  type ASTVisitor,
  BREAK,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type ValidationContext,
  type ValidationRule,
  getEnterLeaveForKind,
  validate,
} from 'graphql'
import { documentRules, rulesFor } from './document-rules.ts'

type VisitNode = ASTVisitFn<ASTNode>

/** What one rule does at nodes of one kind. */
interface Handler {
  readonly rule: number
  readonly enter: VisitNode | undefined
  readonly leave: VisitNode | undefined
}

/**
 * Validates a document by the rules of the specification; answers at most `maxErrors` errors. What graphql's own walk
 * prepares for each rule and each kind of node takes longer than to walk a document of fifty fields; here the handlers
 * that there are are sorted by kind (graphql 16, `visitInParallel`). Where the document's text is given, whose literals may
 * stand in it as variables, rules about what it does not hold are left out: that the literals' variables are right is
 * known by how they were made.
 */
export function validationErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  maxErrors: number,
  text?: string,
): readonly GraphQLError[] {
  const rules = text === undefined ? documentRules : rulesFor(text)
  return validate(schema, document, [(context) => inOneWalk(rules, context)], { maxErrors })
}

/** All rules in one walk. A rule that answers false leaves what is within a node out; one that breaks is done. */
function inOneWalk(opened: readonly ValidationRule[], context: ValidationContext): ASTVisitor {
  const rules = opened.map((open) => open(context))
  /** Of each rule the node that it leaves out, or BREAK. */
  const skipped: unknown[] = rules.map(() => undefined)
  const merged: Record<string, { enter: VisitNode; leave: VisitNode }> = {}
  for (const [kind, handlers] of handlersByKind(rules))
    merged[kind] = {
      enter(node, ...place) {
        for (const { rule, enter } of handlers) {
          if (skipped[rule] !== undefined) continue
          const result: unknown = enter?.(node, ...place)
          if (result === false) skipped[rule] = node
          else if (result === BREAK) skipped[rule] = BREAK
        }
      },
      leave(node, ...place) {
        for (const { rule, leave } of handlers)
          if (skipped[rule] === node) skipped[rule] = undefined
          else if (skipped[rule] === undefined && leave?.(node, ...place) === BREAK)
            skipped[rule] = BREAK
      },
    }
  return merged
}

const kinds: readonly Kind[] = Object.values(Kind)

function handlersByKind(rules: readonly ASTVisitor[]): ReadonlyMap<string, readonly Handler[]> {
  const found = new Map<string, Handler[]>()
  for (const [rule, visitor] of rules.entries()) {
    const isForAll = 'enter' in visitor || 'leave' in visitor
    for (const kind of isForAll ? kinds : Object.keys(visitor)) {
      // A visitor's functions take the nodes of their kind.
      const { enter, leave } = getEnterLeaveForKind(visitor, kind as Kind) as Partial<Handler>
      const handlers = found.get(kind) ?? []
      found.set(kind, handlers)
      handlers.push({ rule, enter, leave })
    }
  }
  return found
}
