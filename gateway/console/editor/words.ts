import type { Worded } from '../words/language.ts'
import type { VariableWords } from './variable-problems.ts'

interface EditorWords {
  /** How the editor is left by keyboard: Tab alone indents. */
  readonly leaving: string
  readonly variables: VariableWords
}

export const editorWords: Worded<EditorWords> = {
  vi: {
    leaving: 'Nhấn Esc rồi Tab để rời ô soạn thảo.',
    variables: {
      noJson: 'Chỗ này không đúng cú pháp JSON.',
      noObject: 'Biến là một đối tượng JSON: { "tên": giá trị }.',
      unknown: (name) => `Truy vấn không khai báo biến ${name}.`,
      missing: (name, type) => `Thiếu biến ${name}: ${type}.`,
      wrong: (path, message) => `${path}: ${message}`,
    },
  },
  en: {
    leaving: 'Press Escape, then Tab, to leave the editor.',
    variables: {
      noJson: 'This is not JSON.',
      noObject: 'Variables are a JSON object: { "name": value }.',
      unknown: (name) => `The query declares no variable ${name}.`,
      missing: (name, type) => `The variable ${name}: ${type} is missing.`,
      wrong: (path, message) => `${path}: ${message}`,
    },
  },
}
