import type { Worded } from './language.ts'

const vi = {
  close: 'Đóng',
  cancel: 'Huỷ',
  save: 'Lưu',
  copy: 'Sao chép',
  copied: 'Đã sao chép',
  waiting: 'Đang tải…',
  retry: 'Thử lại',
  requestId: 'Mã yêu cầu',
  search: 'Tìm',
  yes: 'Có',
  no: 'Không',
  none: 'Không có',
  more: 'Xem thêm',
  notAllowed: 'Vai trò của bạn không dùng trang này.',
  onlyRegistered: 'Ở đây không hỏi tự do được.',
  onlyRegisteredWhy:
    'Cổng này chỉ trả lời báo cáo chung của hệ thống, các trang có sẵn và truy vấn đã đăng ký cho bảng điều khiển (LIEN_THONG_TRUSTED_ONLY). Câu hỏi khác bị từ chối; hãy hỏi người vận hành.',
  noSuchPage: 'Không có trang này.',
  toStart: 'Về trang đầu',
  wideTable: 'Bảng lớn hơn khung: cuộn bằng phím mũi tên',
}

/** Words that many pages use. */
export const common: Worded<typeof vi> = {
  vi,
  en: {
    close: 'Close',
    cancel: 'Cancel',
    save: 'Save',
    copy: 'Copy',
    copied: 'Copied',
    waiting: 'Loading…',
    retry: 'Try again',
    requestId: 'Request id',
    search: 'Search',
    yes: 'Yes',
    no: 'No',
    none: 'None',
    more: 'Show more',
    notAllowed: 'Your role does not use this page.',
    onlyRegistered: 'Free questions are closed here.',
    onlyRegisteredWhy:
      'This gateway answers the reports of the house, the pages that are here and documents registered for the console (LIEN_THONG_TRUSTED_ONLY). Other questions are refused; ask its operator.',
    noSuchPage: 'There is no such page.',
    toStart: 'To the first page',
    wideTable: 'Table larger than its frame: the arrow keys scroll it',
  },
}
