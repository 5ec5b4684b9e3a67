import type { Worded } from '../words/language.ts'
import type { ChartKind } from './spec.ts'

const viKinds: Readonly<Record<ChartKind, string>> = {
  bar: 'Thanh',
  line: 'Đường',
  area: 'Miền',
  scatter: 'Phân tán',
  heatmap: 'Bản đồ nhiệt',
  pyramid: 'Tháp dân số',
  tiles: 'Bản đồ ô 34 tỉnh, thành phố',
}

const enKinds: Readonly<Record<ChartKind, string>> = {
  bar: 'Bars',
  line: 'Lines',
  area: 'Areas',
  scatter: 'Scatter plot',
  heatmap: 'Heat map',
  pyramid: 'Population pyramid',
  tiles: 'Tile map of the 34 provinces',
}

const vi = {
  kinds: viKinds,
  kind: 'Kiểu',
  along: 'Theo',
  figure: 'Số liệu',
  by: 'Chia theo',
  nothingElse: '–',
  several: (count: number) => `${count} số liệu`,
  nothing: 'Câu trả lời này không có số liệu để vẽ.',
  savePicture: 'Lưu hình',
  legend: 'Chú giải',
  source: 'Nguồn',
  map: 'Bản đồ ô',
  byProvince: 'theo tỉnh, thành phố',
  withheld: 'giữ kín',
  noFigure: 'giữ kín, hoặc không có',
  withheldNote: (count: string) =>
    `${count} số liệu được giữ kín để không lộ thông tin của từng người; không phải là số 0.`,
}

export const chartWords: Worded<typeof vi> = {
  vi,
  en: {
    kinds: enKinds,
    kind: 'Kind',
    along: 'Along',
    figure: 'Figure',
    by: 'By',
    nothingElse: '–',
    several: (count: number) => `${count} figures`,
    nothing: 'This answer has no figures to draw.',
    savePicture: 'Save picture',
    legend: 'Legend',
    source: 'Source',
    map: 'Tile map',
    byProvince: 'by province',
    withheld: 'withheld',
    noFigure: 'withheld, or none',
    withheldNote: (count: string) =>
      `${count} figures are withheld so that nothing is told about single persons; they are not zeros.`,
  },
}
