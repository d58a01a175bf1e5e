package demodata

import "gulimall/pkg/picture"

func lampLeaf() leaf {
	return leaf{
		category: 413,
		kind:     picture.Lamp,
		sale:     []string{"颜色", "款式"},
		groups: []group{
			{"主体", []base{{"照度等级", true}, {"供电方式", true}}},
			{"光", []base{{"色温", false}, {"显色指数", false}}},
		},
		prose: []string{
			"{照度等级}照度，桌面中央到边缘亮得均匀，没有一圈黑影；{色温} 无级可调，白天提神、睡前暖黄。显色指数 {显色指数}，课本插图和水彩颜色都不走样。",
			"{供电方式}供电，无可视频闪，灯臂三处转轴阻尼稳定，停在哪里就是哪里。清单：台灯、电源、说明书。整机两年质保，灯板三年内光衰超标免费换。",
		},
	}
}

func lamps() []spuDef {
	return []spuDef{
		{
			id: 81, brand: 20, model: "书灯 A2", yuan: 399, grams: 2600,
			subtitle: "国 AA 级照度，写作业不低头", tail: "护眼台灯 学习 儿童 国AA级",
			lead:  "书灯 A2 是老师推荐给家长最多的一款。灯头内侧的蜂窝格栅挡住直射光，孩子抬头也看不见刺眼的灯珠；坐姿低了，它会轻轻亮一下提醒。",
			specs: []string{"国 AA 级", "插电", "2700K-5000K", "Ra97"},
			axes:  []axis{same("奶油白", "天青蓝", "樱语粉"), {{"标准款", 0}, {"坐姿提醒款", 100}}},
		},
		{
			id: 82, brand: 20, model: "夜读 C1", yuan: 149, grams: 900,
			subtitle: "充电夹灯，一次充电亮三十天", tail: "充电台灯 夹子灯 宿舍 床头阅读",
			lead:  "夜读 C1 夹在床头、书架或琴谱上都稳。最低一档只有烛光那么亮，室友睡了你还能读完这一章。",
			specs: []string{"国 A 级", "充电", "2200K-4000K", "Ra95"},
			axes:  []axis{same("奶油白", "子夜黑"), {{"夹持款", 0}, {"底座款", 20}}},
		},
	}
}

func chairLeaf() leaf {
	return leaf{
		category: 515,
		kind:     picture.Chair,
		sale:     []string{"颜色", "配置"},
		groups: []group{
			{"主体", []base{{"材质", true}, {"承重", false}}},
			{"调节", []base{{"腰托", true}, {"扶手", false}, {"后仰角度", false}}},
		},
		prose: []string{
			"{材质}座面透气不闷，{腰托}腰托随坐姿前后跟随，久坐下午三点不再腰酸。扶手支持{扶手}调节，{后仰角度}后仰，中午靠着就能眯一会儿。",
			"底盘承重 {承重}，气压棒通过 SGS 四级认证。二十分钟可装好，工具随箱附送。五年质保，三十天不满意可退，上门取件。",
		},
	}
}

func chairs() []spuDef {
	return []spuDef{
		{
			id: 84, brand: 31, model: "C7 Pro", yuan: 1599, grams: 24000,
			subtitle: "双背分区，腰有人托着", tail: "人体工学椅 电脑椅 办公椅",
			lead:  "坐标 C7 Pro 的椅背分成上下两片，上片托肩胛、下片顶腰椎，转身拿文件时它们也跟着转。六百位程序员试坐了三个月，定下了现在的弹力。",
			specs: []string{"韩国网布", "150公斤", "动态追踪", "4D", "105°-136°"},
			axes:  []axis{same("深空灰", "雾霾蓝", "黑色"), {{"无脚托", 0}, {"带脚托", 200}}},
		},
		{
			id: 85, brand: 31, model: "E2", yuan: 599, grams: 15000,
			subtitle: "租房书桌的第一把好椅子", tail: "电脑椅 家用 学习椅 透气网布",
			lead:  "E2 省掉了用不上的旋钮，把钱花在椅背和气压棒上。椅背弧度照着脊柱的 S 形，坐下去不用调就差不多合适。",
			specs: []string{"高弹网布", "125公斤", "手动升降", "3D", "90°-125°"},
			axes:  []axis{same("黑色", "奶油白", "薄荷绿"), {{"标准款", 0}, {"头枕款", 80}}},
		},
	}
}

func flaskLeaf() leaf {
	return leaf{
		category: 560,
		kind:     picture.Flask,
		sale:     []string{"颜色", "容量"},
		groups: []group{
			{"主体", []base{{"内胆材质", true}, {"杯盖", true}}},
			{"性能", []base{{"六小时保温", false}, {"净重", false}}},
		},
		prose: []string{
			"{内胆材质}内胆镀铜真空层，六小时后水温仍在 {六小时保温}；{杯盖}杯盖拆下能分成三件清洗，没有藏垢的死角。杯身 {净重}，单手开合。",
			"杯口打磨圆润，不割嘴；喷塑层经过百格与跌落测试，掉在地上不掉漆。清单：杯子、备用密封圈、杯刷。质保三年，密封圈终身免费补寄。",
		},
	}
}

func flasks() []spuDef {
	return []spuDef{
		{
			id: 87, brand: 32, model: "山泉 S1", yuan: 119, grams: 380,
			subtitle: "弹盖直饮，开车也能单手喝", tail: "316L 不锈钢保温杯 便携水杯",
			lead:  "山泉 S1 的杯盖轻轻一按就弹开，车里等红灯时也能喝上一口。杯身收腰处贴着虎口，手小的人也握得住。",
			specs: []string{"316L 不锈钢", "弹盖", "62℃", "268g"},
			axes:  []axis{same("奶油白", "墨绿色", "雾霾蓝", "樱语粉"), {{"480ml", 0}, {"600ml", 20}}},
		},
		{
			id: 88, brand: 32, model: "茶岸 T3", yuan: 169, grams: 460,
			subtitle: "茶水分离，泡到刚好就停", tail: "茶水分离保温杯 商务 泡茶杯",
			lead:  "茶岸 T3 把茶仓放在杯盖里，倒过来泡一分钟，再正过来茶与水就分开了，绿茶不会闷黄。钛金属茶仓没有异味，普洱和岩茶都压得住。",
			specs: []string{"316L 不锈钢", "旋盖茶仓", "58℃", "312g"},
			axes:  []axis{same("曜石黑", "流沙金", "墨绿色"), {{"400ml", 0}, {"520ml", 30}}},
		},
	}
}

func lipstickLeaf() leaf {
	return leaf{
		category: 641,
		kind:     picture.Lipstick,
		sale:     []string{"色号"},
		groups: []group{
			{"主体", []base{{"质地", true}, {"净含量", false}}},
			{"妆效", []base{{"妆效", true}, {"适合肤色", true}, {"保质期", false}}},
		},
		prose: []string{
			"{质地}膏体一抹化开，{妆效}妆效不显唇纹，薄涂日常、叠涂出门。{适合肤色}皮都能找到一支不挑人的颜色。",
			"净含量 {净含量}，未开封保质期 {保质期}，开封后请在十二个月内用完。通过敏感肌斑贴测试，不含矿物油。彩妆拆封后不支持七天无理由退货，破损少件四十八小时内联系客服补发。",
		},
	}
}

func lipsticks() []spuDef {
	return []spuDef{
		{
			id: 91, brand: 25, model: "丝绒雾面口红", yuan: 129, grams: 70,
			subtitle: "一整天不用补，喝水也不沾杯", tail: "哑光口红 持久显白",
			lead:  "绯语丝绒雾面口红的颜色来自故宫红墙在不同时辰的样子：清晨的豆沙、正午的正红、傍晚的枫叶。粉雾质地不拔干，唇峰一笔就能描出来。",
			specs: []string{"雾面", "3.5g", "哑光", "黄白", "36个月"},
			axes:  []axis{same("101 宫墙红", "102 豆沙粉", "103 枫叶橘", "104 梅子色", "105 烂番茄")},
		},
		{
			id: 92, brand: 25, model: "露珠唇釉", yuan: 99, grams: 60,
			subtitle: "水光嘟嘟唇，成膜不黏头发", tail: "唇釉 镜面水光 保湿",
			lead:  "露珠唇釉像清晨叶子上的水，抿一下就成膜，风吹头发也不会粘在嘴上。软毛刷头斜切，嘴角也能一笔带过。",
			specs: []string{"水光", "3.2g", "镜面", "冷白", "36个月"},
			axes:  []axis{same("201 蜜桃乌龙", "202 玫瑰荔枝", "203 山楂糖")},
		},
		{
			id: 93, brand: 25, model: "养唇润色膏", yuan: 69, grams: 50,
			subtitle: "素颜也能涂，睡前当唇膜", tail: "润色唇膏 滋润 学生",
			lead:  "百分之七十的成分是植物油脂，养唇润色膏首先是一支唇膏，其次才是颜色。没有镜子也敢涂，上课、面试、跑步都合适。",
			specs: []string{"滋润", "3.4g", "自然", "黄白", "30个月"},
			axes:  []axis{same("301 樱花粉", "302 肉桂奶茶", "303 车厘子")},
		},
	}
}
