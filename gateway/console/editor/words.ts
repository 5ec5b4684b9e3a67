import type { Worded } from '../words/language.ts'
import type { VariableWords } from './variable-problems.ts'

export const editorWords: Worded<{ readonly variables: VariableWords }> = {
  vi: {
    variables: {
      noJson: 'Chỗ này không đúng cú pháp JSON.',
      noObject: 'Biến là một đối tượng JSON: { "tên": giá trị }.',
      unknown: (name) => `Truy vấn không khai báo biến ${name}.`,
      missing: (name, type) => `Thiếu biến ${name}: ${type}.`,
      wrong: (path, message) => `${path}: ${message}`,
    },
  },
  en: {
    variables: {
      noJson: 'This is not JSON.',
      noObject: 'Variables are a JSON object: { "name": value }.',
      unknown: (name) => `The query declares no variable ${name}.`,
      missing: (name, type) => `The variable ${name}: ${type} is missing.`,
      wrong: (path, message) => `${path}: ${message}`,
    },
  },
}
