import { tidyText } from "../fragment-text.ts";
import { withoutMarkers } from "./conflict-markers.ts";

/** Icon fonts; also the marks by which our own readers remember places. */
export const PRIVATE_USE = /[\ue000-\uf8ff]/g;
/** What a player leaves behind when it cannot play. */
const PLAYER_FALLBACK = /(?:视频|音频)无法(?:显示|播放)，请前往[^。\n]{0,20}(?:观看|收听)。?/gu;
const PLAYER_AT_END = /(?:^|(?<=[\s。！？]))\S{1,20}的(?:微博|秒拍)(?:视频|直播)\s*$/gmu;
/** Marks that stand where a picture was: `【图1】`, `【图2、图3】`, `[图片]`, `（视频1）`. */
const PICTURE_MARK =
  /[【[（(]\s*(?:如?下?图|圖|视频|影片|动图|長图|长图|配图)\s?(?:片|\d{1,2})?(?:\s*[、，,\-–—~～/至和&]\s*(?:图|圖|视频|影片)?\s?\d{1,2})*\s*[】\]）)]/gu;
/** Such a mark where it is a word of its sentence: `【视频】中，`. */
const PICTURE_WORD = /[【[（(]\s*((?:视频|影片|动图|長图|长图|配图|图片)\s?\d{0,2})\s*[】\]）)](?=[中里][，,、的])/gu;
/** Emoji of the network written as words. */
const EMOJI_SHIM =
  /\[(?:doge|二哈|笑cry|哈哈|嘻嘻|允悲|吃瓜|并不简单|费解|思考|疑问|赞|给力|good|ok|NO|耶|作揖|抱抱|心|伤心|爱你|偷笑|微笑|坏笑|捂脸|跪了|泪|泪奔|怒|酷|憧憬|害羞|打call|加油|鼓掌|拜拜|话筒|中国赞|摊手|挖鼻|可怜|衰|汗|晕|吃惊|惊讶|好喜欢|色|亲亲|馋嘴|太开心|求饶|白眼|顶|威武|鲜花|蜡烛|咖啡|干杯|喵喵|握手|握拳|拳头|奥特曼|浮云|围观|礼物|太阳|月亮|黑线|鄙视|互粉|抓狂|生病|睡|困|失望|悲伤|阴险|哼|嘘|闭嘴|钱|打脸|傻眼|污|舔屏|裂开|苦涩|哇|666|doge眼镜|黑脸|单身狗|污污|羞嗒嗒|送花花|比心|彩虹屁|开学季|求关注|doge\w*)\]/giu;

/** Takes shims out until none is left: one may stand inside another. */
export function shimsTo(link: string, text: string): string {
  let plain = text;
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain
      .replace(PLAYER_FALLBACK, "")
      .replace(PICTURE_WORD, "$1")
      .replace(PICTURE_MARK, "")
      .replace(EMOJI_SHIM, "")
      .replaceAll("网页链接", link);
  }
  return plain;
}

/** A text without the words that networks put where a picture, an emoji, a link or a player was. */
export function withoutShims(text: string): string {
  return tidyText(withoutMarkers(tidyText(shimsTo("", text.replace(PRIVATE_USE, "")).replace(PLAYER_AT_END, ""))));
}
