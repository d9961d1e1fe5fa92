/** Words of the keyboard shortcuts, in Japanese. */
export const keysJa = {
  keys: {
    title: 'キーボード操作',
    lead: '入力中は働きません。1つのキーで送信・承認・削除されることはありません。',
    newIntake: '新しい受付',
    nextRow: '次の行・前の行',
    openRow: 'その行を開く',
    sections: '案件画面の各項目へ',
    facts: '事実情報を更新(案件画面)',
    message: '連絡する(案件画面)',
    submit: '入力中のフォームを送信',
    close: '閉じる',
    list: 'この一覧',
    off: '1文字のキー操作は、マイアカウントで使わない設定にできます。',
    setting: 'キー操作の設定',
    isOn: '1文字のキー操作(/、g、n、j、k、1〜9、e、m、?)を使う設定です。音声入力などで誤って動くときは、使わない設定にしてください。',
    isOff: '1文字のキー操作は使わない設定です。',
    turnOn: '1文字のキー操作を使う',
    turnOff: '1文字のキー操作を使わない',
  },
};
