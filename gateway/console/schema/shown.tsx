import { ArrowLeft, CornerDownLeft, SquareArrowOutUpRight } from 'lucide-react'
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useLanguage, useWords } from '../words/language.ts'
import { DataClasses } from './data-classes.tsx'
import { described } from './described.ts'
import type { ExplorerProps } from './explorer.tsx'
import { FieldList, type Listed } from './field-list.tsx'
import { isAskable, sampleQuestion } from './sample-question.ts'
import { Type } from './type-name.tsx'
import { usersOf } from './users-of.ts'
import { schemaWords } from './words.ts'

/** What the explorer looks at: where questions begin, a type, or a field of it. */
export function Shown(props: ExplorerProps) {
  const { schema, coordinate, onGo } = props
  const words = useWords(schemaWords)
  const [typeName = '', fieldName] = placeOf(schema, coordinate)
  const type = schema.getType(typeName)
  const field = memberOf(type, fieldName)
  const isKnown = type && (fieldName === undefined || field)
  return (
    <article className="explorer-shown">
      {coordinate !== undefined && <Way coordinate={coordinate} onGo={onGo} />}
      {!isKnown && <Notice look="warn">{words.unknown(coordinate ?? '')}</Notice>}
      {type && field && <Member {...props} parent={typeName} member={field} />}
      {type && fieldName === undefined && <OfType {...props} type={type} />}
    </article>
  )
}

function Way({ coordinate, onGo }: { readonly coordinate: string; onGo: ExplorerProps['onGo'] }) {
  const words = useWords(schemaWords)
  const [typeName = '', fieldName] = coordinate.split('.')
  return (
    <nav className="explorer-way" aria-label={words.back}>
      <Button tight look="quiet" icon={<ArrowLeft />} onClick={() => onGo(undefined)}>
        {words.roots}
      </Button>
      {fieldName !== undefined && (
        <Button tight look="quiet" onClick={() => onGo(typeName)}>
          {typeName}
        </Button>
      )}
    </nav>
  )
}

interface MemberProps extends ExplorerProps {
  readonly parent: string
  readonly member: Listed
}

function Member(props: MemberProps) {
  const { schema, parent, member, onGo } = props
  const words = useWords(schemaWords)
  const coordinate = `${parent}.${member.name}`
  const args = 'args' in member ? (member as GraphQLField<unknown, unknown>).args : []
  return (
    <>
      <h2 className="explorer-title">
        <code>{coordinate}</code>
        {member.type && (
          <span className="explorer-type">
            <Type type={member.type} onGo={onGo} />
          </span>
        )}
      </h2>
      <Descriptions text={member.description} deprecation={member.deprecationReason} />
      <DataClasses of={member} isWhole />
      <Acts {...props} coordinate={coordinate} />
      {args.length > 0 && (
        <section>
          <h3>{words.takes}</h3>
          <FieldList schema={schema} listed={args} onGo={onGo} />
        </section>
      )}
    </>
  )
}

function OfType(props: ExplorerProps & { readonly type: GraphQLNamedType }) {
  const { schema, type, coordinate, onGo, onInsert } = props
  const words = useWords(schemaWords)
  const users = usersOf(schema, type.name)
  const { listed, title } = listedOf(schema, type, words)
  return (
    <>
      {coordinate === undefined ? (
        <p className="explorer-own">{words.own}</p>
      ) : (
        <>
          <h2 className="explorer-title">
            <code>{type.name}</code>
            <span className="badge">{words.kinds[kindOf(type)]}</span>
          </h2>
          <Descriptions text={type.description} deprecation={undefined} />
          <Acts {...props} coordinate={type.name} />
        </>
      )}
      {listed.length > 0 && (
        <section>
          {coordinate === undefined ? <h2>{words.roots}</h2> : <h3>{title}</h3>}
          <FieldList
            schema={schema}
            listed={listed}
            parent={type.name}
            onGo={onGo}
            onInsert={isAskable(schema, type.name) ? onInsert : undefined}
          />
        </section>
      )}
      {coordinate !== undefined && users.length > 0 && (
        <section>
          <h3>{words.usedBy}</h3>
          <ul className="explorer-users">
            {users.slice(0, 40).map((user) => (
              <li key={user}>
                <button type="button" className="explorer-link" onClick={() => onGo(user)}>
                  {user}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Descriptions(given: {
  readonly text: string | null | undefined
  readonly deprecation: string | null | undefined
}) {
  const language = useLanguage()
  const words = useWords(schemaWords)
  const own = described(language, given.text)
  const other = described(language === 'vi' ? 'en' : 'vi', given.text)
  return (
    <>
      {own && <p>{own}</p>}
      {other && other !== own && <p className="muted small">{other}</p>}
      {given.deprecation != null && (
        <Notice look="warn" title={words.deprecated}>
          {given.deprecation}
        </Notice>
      )}
    </>
  )
}

function Acts(props: ExplorerProps & { readonly coordinate: string }) {
  const { schema, coordinate, onInsert, onOpen } = props
  const words = useWords(schemaWords)
  const isField = coordinate.includes('.')
  if (sampleQuestion(schema, coordinate) === undefined) return null
  return (
    <div className="row">
      {onInsert && isField && (
        <Button tight icon={<CornerDownLeft />} onClick={() => onInsert(coordinate)}>
          {words.insert}
        </Button>
      )}
      <Button tight icon={<SquareArrowOutUpRight />} onClick={() => onOpen(coordinate)}>
        {words.open}
      </Button>
    </div>
  )
}

function placeOf(schema: GraphQLSchema, coordinate: string | undefined): readonly string[] {
  return coordinate?.split('.') ?? [schema.getQueryType()?.name ?? '']
}

function memberOf(
  type: GraphQLNamedType | undefined,
  name: string | undefined,
): Listed | undefined {
  if (name === undefined) return undefined
  if (isObjectType(type) || isInterfaceType(type)) return type.getFields()[name]
  if (isInputObjectType(type)) return type.getFields()[name]
  return isEnumType(type) ? (type.getValue(name) ?? undefined) : undefined
}

function listedOf(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  words: { readonly fields: string; inputs: string; values: string; members: string },
): { readonly listed: readonly Listed[]; readonly title: string } {
  if (isObjectType(type) || isInterfaceType(type))
    return { listed: Object.values(type.getFields()), title: words.fields }
  if (isInputObjectType(type))
    return { listed: Object.values(type.getFields()), title: words.inputs }
  if (isEnumType(type)) return { listed: type.getValues(), title: words.values }
  if (isUnionType(type))
    return {
      listed: schema.getPossibleTypes(type).map((one) => ({ ...one.toConfig(), type: one })),
      title: words.members,
    }
  return { listed: [], title: words.fields }
}

function kindOf(type: GraphQLNamedType) {
  if (isObjectType(type)) return 'object'
  if (isInterfaceType(type)) return 'interface'
  if (isUnionType(type)) return 'union'
  if (isEnumType(type)) return 'enum'
  return isInputObjectType(type) ? 'input' : 'scalar'
}
