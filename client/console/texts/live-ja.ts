/** Words of what is new while a page is open, in Japanese. */
export const liveJa = {
  live: {
    one: '新しい更新が1件あります',
    many: (count: string) => `新しい更新が${count}件あります`,
    facts: '事実情報が更新されました。入力はそのまま残ります。',
    stale: (time: string) => `最新ではない可能性があります(${time}時点)`,
    show: '表示する',
    /** What a page says of its clocks by itself; the same words as those it comes with. */
    clock: {
      ...{
        left: 'あと{t}',
        over: '{t}超過',
        now: 'まもなく期限',
        days: '{n}日',
        hours: '{n}時間',
        minutes: '{n}分',
        pair: '{a}{b}',
      },
      ...{ overdue: '▲', soon: '◔', running: '▶', passed: '{what}：{left}。' },
    },
  },
};
