import type { Titled } from '../../api/session.ts'
import type { Worded } from '../../words/language.ts'

const vi = {
  title: 'Dữ liệu của tôi',
  lead: 'Những gì các cơ quan đang giữ về bạn, và ai đã xem. Chỉ mình bạn thấy trang này.',
  contents: 'Các phần',
  takeAlong: 'Mang về',
  asFile: 'Tất cả, dạng tệp JSON',
  asPage: 'Tất cả, dạng trang để in',
  away: 'chưa lấy được',
  nothing: 'Không có bản ghi nào về bạn ở đây.',
  incomplete: 'Phần này chưa đầy đủ',
  askLater: 'Hãy mở lại trang này sau.',
  showAll: (count: number) => `Xem cả ${count} bản ghi`,
  technical: 'Mã và chi tiết kỹ thuật',
  whoRead: 'Ai đã xem dữ liệu của tôi',
  whoReadShort: 'Ai, khi nào, vì sao, theo luật nào',
  whoReadLead: 'Mới nhất trước. Số liệu thống kê không nêu ai nên không có ở đây.',
  withOwn: (count: number) => `Kể cả ${count} lần tôi tự xem`,
  allDays: (count: number) => `Xem cả ${count} ngày`,
  nobody: 'Chưa có ai khác xem dữ liệu của bạn.',
  yourself: 'Bạn',
  read: 'đã xem',
  data: 'dữ liệu của bạn',
  why: 'Mục đích',
  noPurpose: 'Không ghi mục đích.',
  from: 'Từ cơ sở dữ liệu',
  credential: 'tài khoản',
  application: 'ứng dụng',
  ifWrong: 'Nếu có gì chưa đúng',
  ifWrongLead:
    'Trang này chỉ cho xem, không sửa. Cơ quan giữ dữ liệu gốc là nơi sửa; khi họ sửa xong, trang này đổi theo.',
  yourRights: 'Quyền và thời hạn',
  rights: [
    'Cơ quan phải trả lời đã nhận yêu cầu trong 2 ngày làm việc.',
    'Yêu cầu xem hoặc sửa dữ liệu: 10 ngày.',
    'Yêu cầu rút lại sự đồng ý, hạn chế hoặc phản đối việc xử lý: 15 ngày.',
    'Yêu cầu xoá dữ liệu: 20 ngày.',
  ],
  rightsSource:
    'Điều 5 Nghị định 356/2025/NĐ-CP. Thời hạn dài hơn khi có bên khác cùng xử lý dữ liệu. Một lượt xem mà bạn thấy lạ: ghi lại ngày giờ và tài khoản ở trên rồi hỏi cơ quan đó hoặc thanh tra.',
  note: 'Mỗi lần mở trang này cũng được ghi vào nhật ký, dưới tên bạn.',
}

export const myDataWords: Worded<typeof vi> = {
  vi,
  en: {
    title: 'My data',
    lead: 'What the authorities hold about you, and who has looked at it. Nobody but you sees this page.',
    contents: 'Parts',
    takeAlong: 'Take it along',
    asFile: 'Everything, as a JSON file',
    asPage: 'Everything, as a page to print',
    away: 'not available',
    nothing: 'There is no record about you here.',
    incomplete: 'This part is not complete',
    askLater: 'Please open this page again later.',
    showAll: (count: number) => `Show all ${count} records`,
    technical: 'Codes and technical details',
    whoRead: 'Who looked at my data',
    whoReadShort: 'Who, when, why and by which law',
    whoReadLead: 'Newest first. Statistics name nobody and are not listed here.',
    withOwn: (count: number) => `With the ${count} times that I looked myself`,
    allDays: (count: number) => `Show all ${count} days`,
    nobody: 'Nobody else has looked at your data yet.',
    yourself: 'You',
    read: 'looked at',
    data: 'your data',
    why: 'Purpose',
    noPurpose: 'No purpose was stated.',
    from: 'From the database of',
    credential: 'credential',
    application: 'application',
    ifWrong: 'If something is wrong',
    ifWrongLead:
      'This page shows and does not change anything. The authority that keeps the record corrects it; this page follows.',
    yourRights: 'Your rights, and how long an answer may take',
    rights: [
      'The authority acknowledges a request within 2 working days.',
      'A request to see or correct data: 10 days.',
      'To withdraw consent, or to restrict or object to processing: 15 days.',
      'To erase data: 20 days.',
    ],
    rightsSource:
      'Decree 356/2025/NĐ-CP, Article 5. It may take longer where others process the data too. If an entry above looks strange to you, note its time and credential and ask that authority or the inspectorate.',
    note: 'Opening this page is itself recorded, under your name.',
  },
}

/** Whom to ask about what. */
export const mendingWays: readonly { readonly what: Titled; readonly whom: Titled }[] = [
  {
    what: { vi: 'Họ tên, ngày sinh, cư trú, hộ gia đình', en: 'Name, birth, residence, household' },
    whom: {
      vi: 'Công an xã, phường, đặc khu nơi bạn cư trú.',
      en: 'The police of the commune, ward or special zone where you live.',
    },
  },
  {
    what: { vi: 'Giấy chứng nhận, thửa đất', en: 'Land certificates and parcels' },
    whom: {
      vi: 'Văn phòng đăng ký đất đai nơi có đất.',
      en: 'The land registration office where the land lies.',
    },
  },
  {
    what: { vi: 'Đơn thuốc', en: 'Prescriptions' },
    whom: {
      vi: 'Cơ sở khám chữa bệnh đã kê đơn; đơn sai được thay bằng đơn mới.',
      en: 'The hospital or clinic that wrote it; a wrong prescription is replaced by a new one.',
    },
  },
  {
    what: { vi: 'Thuốc đã mua', en: 'Medicines bought' },
    whom: { vi: 'Nhà thuốc đã bán.', en: 'The pharmacy that sold them.' },
  },
  {
    what: { vi: 'Học tập', en: 'Education' },
    whom: {
      vi: 'Nhà trường nơi đang học hoặc đã học.',
      en: 'The school that you attend or attended.',
    },
  },
]
