/** Words of the frame around every page of the console, in Japanese. */
export const frameJa = {
  frame: {
    service: '緊急時総合サポート デスク',
    skip: '本文へ移動',
    navigation: 'メニュー',
    mine: '自分の案件',
    all: '全案件',
    approvals: '承認',
    supervisor: '監督',
    administration: '管理',
    waiting: (count: number) => `${count}件`,
    search: '案件を検索',
    searchHint: '番号・会社名',
    searchButton: '検索',
    language: '表示言語',
    account: (name: string) => `${name} さん`,
    signOut: 'サインアウト',
    drill: '訓練モード：実際の事故ではありません',
    drillMark: '訓練',
    demo: 'デモ環境：メールは外部に送信されません',
    mailbox: '届いたメールを見る',
    phoneLead: 'デスク(24時間365日)',
    times: '時刻はすべて日本標準時(JST)です。',
    build: (id: string) => `版 ${id}`,
    required: '※必須',
    optional: '任意',
    errorPrefix: 'エラー：',
    problems: '入力内容をご確認ください',
  },
  draft: {
    found: (when: string) => `${when} に保存した下書きを表示しています。`,
    discard: '下書きを破棄する',
    saved: (time: string) => `下書き保存済み ${time}`,
    notSaved: '下書きを保存できませんでした。つながり次第、もう一度保存します。',
  },
  /** Beside a form: who else is typing in it. */
  editing: {
    other: (name: string, when: string) => `${name}さんが編集中(${when})`,
    self: (when: string) => `あなたの別の画面で編集中(${when})`,
    now: 'たった今',
    ago: (minutes: number) => `${minutes}分前`,
    and: '、',
  },
  ends: {
    notFound: {
      title: 'ページが見つかりません',
      body: '番号をお確かめください。',
    },
    forbidden: {
      title: 'この画面を表示する権限がありません',
      body: '必要な場合は監督者へお申し出ください。閲覧の試みは記録されています。',
    },
    wrongForm: {
      title: '送信を確認できませんでした',
      body: 'この画面が古くなっているか、別のサイトから送られた可能性があります。何も行っていません。もう一度お試しください。',
    },
    tooLarge: {
      title: '送信された内容が大きすぎます',
      body: (maxMb: number) => `入力内容は保存されていません。ファイルは1個${maxMb}MBまでです。`,
    },
    wrongType: {
      title: '受け付けられない形式です',
      body: '入力内容は保存されていません。画面のフォームからお送りください。',
    },
    unreadable: {
      title: '送信された内容を読み取れませんでした',
      body: '入力内容は保存されていません。前の画面へ戻り、もう一度お試しください。',
    },
    tooMany: {
      title: 'しばらくしてからお試しください',
      body: '短い時間に操作が続いたため、一時的に止めています。1分後にもう一度お試しください。',
    },
    recordDown: {
      title: 'ただいま表示できません',
      body: '案件記録のデータベースに接続できません。案件の処理は続いています。1分ほどしてからもう一度お試しください。',
    },
    serverError: {
      title: 'ただいま処理できませんでした',
      body: '入力内容は保存されていない可能性があります。5分後にもう一度お試しください。',
    },
    reference: (id: string) => `照会番号 ${id}`,
    home: '最初の画面へ',
  },
};
