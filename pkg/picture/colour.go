package picture

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// rgb is a colour of the drawing.
type rgb struct{ r, g, b int }

func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }

// mix goes percent of the way from c to d.
func (c rgb) mix(d rgb, percent int) rgb {
	return rgb{c.r + (d.r-c.r)*percent/100, c.g + (d.g-c.g)*percent/100, c.b + (d.b-c.b)*percent/100}
}

func (c rgb) lighter(percent int) rgb { return c.mix(rgb{255, 255, 255}, percent) }
func (c rgb) darker(percent int) rgb  { return c.mix(rgb{8, 10, 16}, percent) }

// bright says that dark ink is needed on the colour.
func (c rgb) bright() bool { return c.r*299+c.g*587+c.b*114 > 150_000 }

// ink is what letters on the colour are printed in.
func (c rgb) ink() rgb {
	if c.bright() {
		return c.darker(62)
	}
	return c.lighter(82)
}

// paint finds the colour that the shop calls name. Names of lipsticks begin with a number, which is left out; a name
// that is not in the palette gets one of a few quiet colours, always the same one.
func paint(name string) rgb {
	if _, shade, ok := strings.Cut(name, " "); ok {
		name = shade
	}
	if c, ok := palette()[name]; ok {
		return c
	}
	quiet := []rgb{{108, 122, 137}, {134, 142, 120}, {150, 126, 112}, {120, 112, 140}, {98, 128, 130}}
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash never fails
	return quiet[h.Sum32()%uint32(len(quiet))]
}

func palette() map[string]rgb {
	return map[string]rgb{
		// black and grey
		"曜石黑": {38, 40, 46}, "黑色": {42, 43, 48}, "子夜黑": {32, 36, 50}, "羽砂黑": {50, 51, 56}, "礁石黑": {48, 52, 58},
		"绒黑色": {40, 39, 43}, "亮黑色": {26, 27, 31}, "碳晶黑": {44, 47, 54}, "砚黑": {52, 53, 60}, "午夜色": {36, 44, 60},
		"深空灰": {98, 101, 108}, "云影灰": {148, 154, 164}, "鸽子灰": {168, 168, 172}, "星辰灰": {122, 128, 138}, "冰晶灰": {164, 172, 180},
		// white and silver
		"雪域白": {240, 241, 243}, "白色": {244, 244, 242}, "星沙白": {238, 234, 226}, "珍珠白": {245, 242, 236}, "冰魄白": {232, 238, 244},
		"宣白": {240, 237, 230}, "瓷白色": {243, 244, 246}, "奶油白": {246, 238, 222}, "银色": {206, 209, 214}, "冰霜银": {212, 219, 226},
		"星光色": {236, 226, 210},
		// blue and green
		"冰晶蓝": {172, 206, 230}, "青雾蓝": {154, 184, 208}, "天青蓝": {116, 178, 214}, "马尔代夫蓝": {66, 148, 190}, "海盐蓝": {124, 162, 188},
		"天蓝色": {164, 198, 226}, "晴蓝": {128, 168, 214}, "雾霾蓝": {110, 136, 160}, "青山蓝": {92, 136, 164}, "牛仔蓝": {72, 98, 140},
		"浅蓝色": {162, 190, 220}, "云杉绿": {74, 104, 94}, "鼠尾草绿": {162, 180, 152}, "浅草绿": {176, 200, 160}, "美人鱼青": {96, 168, 168},
		"薄荷绿": {164, 212, 190}, "墨绿色": {48, 84, 70},
		// pink, purple and red
		"樱语粉": {240, 188, 198}, "风信紫": {152, 136, 188}, "薰衣草紫": {190, 178, 216}, "羽砂紫": {176, 162, 200}, "浅紫色": {200, 190, 222},
		"玫瑰金": {226, 184, 172}, "酒红色": {112, 30, 46},
		// warm
		"流沙金": {214, 186, 142}, "朝霞金": {230, 190, 154}, "沙丘米": {212, 196, 170}, "燕麦色": {222, 208, 184}, "山茶棕": {132, 92, 68},
		"彩虹橙": {236, 122, 52}, "荧光橙": {255, 104, 44},
		// lips
		"宫墙红": {166, 32, 40}, "豆沙粉": {186, 98, 98}, "枫叶橘": {196, 80, 46}, "梅子色": {120, 36, 66}, "烂番茄": {204, 52, 38},
		"蜜桃乌龙": {232, 132, 112}, "玫瑰荔枝": {216, 92, 122}, "山楂糖": {194, 38, 54}, "樱花粉": {236, 150, 166}, "肉桂奶茶": {178, 112, 88},
		"车厘子": {126, 20, 44},
	}
}
