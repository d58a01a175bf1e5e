package demodata

import "gulimall/pkg/picture"

func dressLeaf() leaf {
	return leaf{
		category: 656,
		kind:     picture.Dress,
		sale:     []string{"颜色", "尺码"},
		groups: []group{
			{"面料", []base{{"面料成分", true}, {"厚薄", false}}},
			{"版型", []base{{"裙长", true}, {"袖长", true}, {"适合季节", true}}},
		},
		prose: []string{
			"{面料成分}面料，{厚薄}，贴身不扎。{袖长}配{裙长}的比例显高，走起来裙摆有风；适合{适合季节}穿着，通勤和周末都能搭。",
			"尺码按国标偏宽松，身高一六零、体重一百斤左右建议选 M 码。建议翻面冷水手洗、阴干、低温熨烫。支持七天无理由退换，吊牌与水洗标需完好。",
		},
	}
}

func dresses() []spuDef {
	return []spuDef{
		{
			id: 101, brand: 22, model: "茶歇法式连衣裙", yuan: 359, grams: 420,
			subtitle: "收腰方领，一条裙子一个夏天", tail: "女装 夏季 收腰显瘦长裙",
			lead:  "这条裙子的版型改了七次，只为让腰线刚好落在最细的地方。方领露出锁骨却不走光，两侧有真口袋，手机放进去也不坠。",
			specs: []string{"天丝55% 亚麻45%", "轻薄", "中长裙", "短袖", "夏季"},
			axes:  []axis{same("雾霾蓝", "奶油白", "墨绿色"), same("S", "M", "L", "XL")},
		},
		{
			id: 102, brand: 22, model: "针织半高领连衣裙", yuan: 429, grams: 620,
			subtitle: "大衣里面就穿它", tail: "女装 秋冬 内搭打底针织裙",
			lead:  "羊毛混纺纱线经过蒸汽预缩，洗后不变形、不起球。半高领贴着脖子却不勒，外面套大衣，里面省去打底衫。",
			specs: []string{"羊毛30% 粘纤45% 锦纶25%", "适中", "长裙", "长袖", "秋冬"},
			axes:  []axis{same("黑色", "燕麦色", "酒红色"), same("S", "M", "L")},
		},
		{
			id: 103, brand: 22, model: "衬衫式牛仔连衣裙", yuan: 299, grams: 560,
			subtitle: "洗旧的蓝，系上腰带就出门", tail: "女装 春秋 牛仔衬衫裙",
			lead:  "八盎司轻牛仔水洗到刚好发白，第一次穿就像穿了三年。扣子一路到底，敞开就是一件外套。",
			specs: []string{"棉100%", "适中", "中长裙", "七分袖", "春秋"},
			axes:  []axis{same("牛仔蓝", "浅蓝色"), same("S", "M", "L", "XL")},
		},
	}
}

func teeLeaf() leaf {
	return leaf{
		category: 684,
		kind:     picture.TShirt,
		sale:     []string{"颜色", "尺码"},
		groups: []group{
			{"面料", []base{{"面料成分", true}, {"克重", true}}},
			{"版型", []base{{"版型", true}, {"领型", false}}},
		},
		prose: []string{
			"{面料成分}、{克重} 面料，挺而不硬，透而不露；{领型}双针加固，洗五十次不荷叶边。{版型}版型对肩宽友好，单穿、叠穿都好看。",
			"经过预缩水处理，缩水率小于百分之三。深浅分开洗，首次可能有轻微浮色。七天无理由退换，尺码不合免费换一次。",
		},
	}
}

func tees() []spuDef {
	return []spuDef{
		{
			id: 106, brand: 21, model: "重磅纯棉 T恤", yuan: 89, grams: 280,
			subtitle: "二百六十克重磅，三件更划算", tail: "短袖 男女同款 纯色打底衫",
			lead:  "棉里的看家款，一卖就是六年。新疆长绒棉双股精梳，垂下来没有褶子，肩线用同色织带加固，背包也磨不坏。",
			specs: []string{"棉100%", "260g", "宽松", "圆领"},
			axes:  []axis{same("白色", "黑色", "雾霾蓝", "燕麦色"), same("M", "L", "XL", "XXL")},
		},
		{
			id: 107, brand: 21, model: "凉感速干 T恤", yuan: 129, grams: 200,
			subtitle: "摸上去是凉的，出汗三分钟就干", tail: "男士短袖 夏季 运动 速干衣",
			lead:  "凉感纱线里织进了玉石微粒，接触瞬间凉感系数零点二五。腋下换成网眼拼接，骑车上班到公司也是干爽的。",
			specs: []string{"锦纶88% 氨纶12%", "150g", "合体", "圆领"},
			axes:  []axis{same("子夜黑", "银色", "天青蓝"), same("M", "L", "XL", "XXL")},
		},
		{
			id: 108, brand: 21, model: "水墨山水印花 T恤", yuan: 119, grams: 260,
			subtitle: "与青年画家合作，一百件一版", tail: "国潮短袖 男 印花 纯棉",
			lead:  "画面取自《千里江山图》的一角，数码直喷保留了毛笔的飞白，洗后依旧清晰。每一版只印一百件，衣角绣有编号。",
			specs: []string{"棉100%", "230g", "宽松", "圆领"},
			axes:  []axis{same("白色", "墨绿色"), same("M", "L", "XL")},
		},
	}
}

func sneakerLeaf() leaf {
	return leaf{
		category: 1021,
		kind:     picture.Sneaker,
		sale:     []string{"颜色", "尺码"},
		groups: []group{
			{"主体", []base{{"适用人群", true}, {"鞋面材质", false}}},
			{"性能", []base{{"中底科技", true}, {"适合路面", true}, {"单只重量", false}}},
		},
		prose: []string{
			"{中底科技}中底踩下去软、弹起来快，单只 {单只重量}(42 码)。{鞋面材质}鞋面按受力分区编织，前掌透气、中足包裹，跑完十公里脚背也不压。",
			"大底橡胶专为{适合路面}设计，湿地刹得住。{适用人群}适用，楦型为亚洲脚型，按平时尺码购买即可；脚背高或脚宽者建议大半码。未外穿可七天无理由退换。",
		},
	}
}

func sneakers() []spuDef {
	sizes := same("39", "40", "41", "42", "43")
	return []spuDef{
		{
			id: 111, brand: 23, model: "破风 2.0", yuan: 699, grams: 780,
			subtitle: "全掌碳板，为破三的人准备", tail: "跑步鞋 碳板竞速 马拉松",
			lead:  "破风 2.0 陪着三十四位跑者第一次跑进三小时。全掌碳板藏在两层超临界泡棉之间，推进感来得早却不硬，三十公里之后依然有弹性。",
			specs: []string{"男女同款", "单丝透纱", "超临界 PEBA", "公路", "198g"},
			axes:  []axis{same("荧光橙", "冰晶蓝", "白色"), sizes},
		},
		{
			id: 112, brand: 23, model: "日行 3", yuan: 399, grams: 860,
			subtitle: "每天五公里，膝盖说谢谢", tail: "跑步鞋 缓震 透气 日常训练",
			lead:  "日行 3 是一双不挑人的训练鞋：后跟厚实、前掌弯折自然，体重九十公斤也不会踩到底。反光条绕后跟一圈，夜跑看得见。",
			specs: []string{"男女同款", "工程网布", "氮气发泡 EVA", "公路", "245g"},
			axes:  []axis{same("黑色", "深空灰", "天青蓝"), sizes},
		},
		{
			id: 113, brand: 23, model: "越岭 GTX", yuan: 799, grams: 980,
			subtitle: "防水越野，碎石泥地都抓得住", tail: "越野跑鞋 防水 户外徒步",
			lead:  "五毫米深的箭头齿咬住泥地，鞋头加厚护趾踢到树根也不疼。防水膜让鞋在雨里走两小时袜子依旧是干的。",
			specs: []string{"男女同款", "防撕裂尼龙", "回弹 EVA", "山地", "310g"},
			axes:  []axis{same("墨绿色", "沙丘米"), sizes},
		},
	}
}

func backpackLeaf() leaf {
	return leaf{
		category: 862,
		kind:     picture.Backpack,
		sale:     []string{"颜色", "容量"},
		groups: []group{
			{"主体", []base{{"面料", true}, {"防水", true}}},
			{"收纳", []base{{"电脑仓", true}, {"自重", false}}},
		},
		prose: []string{
			"{面料}面料{防水}，雨里走一刻钟里面依旧干爽。独立电脑仓可放 {电脑仓}，侧袋放得下一升水壶，背后有藏钱包的暗袋。",
			"自重 {自重}，肩带内衬三层透气网，承重点贴近背部，装十斤走一天不坠肩。拉链用的是 YKK，提手双线回缝。终身免费维修，人为划破也管。",
		},
	}
}

func backpacks() []spuDef {
	return []spuDef{
		{
			id: 116, brand: 24, model: "城行 通勤双肩包", yuan: 329, grams: 1100,
			subtitle: "电脑、雨伞、便当，各有各的位置", tail: "双肩包 男女 电脑包 通勤书包",
			lead:  "城行可以像公文包一样横着打开，安检时电脑一抽就走。底部独立湿区放得下健身房的衣服和鞋，挂在地铁扶手边也立得住。",
			specs: []string{"再生尼龙", "防泼水", "16英寸笔记本", "0.9kg"},
			axes:  []axis{same("黑色", "深空灰", "墨绿色"), {{"20升", 0}, {"26升", 40}}},
		},
		{
			id: 117, brand: 24, model: "拾野 徒步包", yuan: 599, grams: 1900,
			subtitle: "背负系统可调，两天一夜刚好", tail: "户外登山包 徒步双肩包 大容量",
			lead:  "拾野的铝架把重量引到胯上，肩膀只负责平衡。顶袋能单独拆下当腰包冲顶，底部自带防雨罩。",
			specs: []string{"210D 防撕裂尼龙", "附防雨罩", "14英寸笔记本", "1.5kg"},
			axes:  []axis{same("彩虹橙", "墨绿色"), {{"38升", 0}, {"48升", 100}}},
		},
		{
			id: 118, brand: 24, model: "小满 学生书包", yuan: 199, grams: 900,
			subtitle: "护脊减负，一年级也背得动", tail: "小学生书包 护脊 轻便 反光",
			lead:  "小满按六到十二岁孩子的肩背设计，S 形肩带把重量分到整个背面。前后左右都有反光条，下雨天过马路看得见。",
			specs: []string{"锦纶", "防泼水", "不含", "0.68kg"},
			axes:  []axis{same("天青蓝", "樱语粉", "雾霾蓝"), {{"16升", 0}, {"20升", 20}}},
		},
	}
}
