package demodata

import "gulimall/pkg/picture"

func laptopLeaf() leaf {
	return leaf{
		category: 449,
		kind:     picture.Laptop,
		sale:     []string{"颜色", "配置"},
		groups: []group{
			{"主体", []base{{"系列", false}, {"机身重量", true}}},
			{"屏幕", []base{{"屏幕尺寸", true}, {"分辨率", false}}},
			{"性能", []base{{"处理器", true}, {"显卡", true}, {"续航", false}}},
		},
		prose: []string{
			"{屏幕尺寸}、{分辨率} 的屏幕色彩经过逐台校准，长文档和时间线都能铺得开；{机身重量} 的机身配合 {续航} 续航，带着它出差不必惦记插座。",
			"{处理器} 处理器与{显卡}应付编程、修图、会议多开都从容。双风扇在日常负载下几乎听不见，键程 1.5 毫米，背光随环境亮度调节。",
			"出厂已激活正版系统与办公软件。整机两年质保、首年上门；七天无理由退货需保证未激活。包装内含主机、电源适配器、说明书。",
		},
	}
}

func laptops() []spuDef {
	return []spuDef{
		{
			id: 31, brand: 14, model: "小新 Pro 14", yuan: 5499, grams: 2300,
			subtitle: "高性能轻薄本，2.8K 高刷屏", tail: "笔记本电脑 轻薄本 大学生办公",
			lead:  "小新 Pro 14 是许多人的第一台电脑：高刷屏看网页不拖影，满血释放的处理器剪一段 4K 视频也不喘。铝合金机身三种颜色，开合一只手就够。",
			specs: []string{"小新", "1.46kg", "14英寸", "2880×1800", "酷睿 Ultra 5", "核芯显卡", "15小时"},
			axes:  []axis{same("云影灰", "鸽子灰"), {{"16GB+512GB", 0}, {"32GB+1TB", 1000}}},
		},
		{
			id: 32, brand: 14, model: "拯救者 Y9000P", yuan: 9999, grams: 4100,
			subtitle: "满血电竞本，2.5K 240Hz 屏", tail: "游戏本 电竞笔记本电脑 独立显卡",
			lead:  "拯救者 Y9000P 为游戏和渲染而生。霜刃散热让处理器和显卡同时跑满，240Hz 屏幕把每一帧都送到眼前；三个档位用组合键切换，图书馆里也可以很安静。",
			specs: []string{"拯救者", "2.55kg", "16英寸", "2560×1600", "酷睿 Ultra 9", "RTX 5070 独立显卡", "6小时"},
			axes:  []axis{same("碳晶黑", "冰魄白"), {{"16GB+1TB", 0}, {"32GB+1TB", 800}, {"64GB+2TB", 3000}}},
		},
		{
			id: 33, brand: 12, model: "MacBook Air 13", yuan: 7999, grams: 1900,
			subtitle: "M4 芯片，没有风扇，薄得像一本杂志", tail: "笔记本电脑 超轻薄 全天续航",
			lead:  "MacBook Air 十三英寸款没有风扇，开会录音时一点声音也没有。M4 芯片让照片去噪和代码编译都快上一截，合盖带走，打开就是刚才的桌面。",
			specs: []string{"MacBook Air", "1.24kg", "13.6英寸", "2560×1664", "M4", "10核图形处理器", "18小时"},
			axes:  []axis{same("天蓝色", "银色", "星光色", "午夜色"), {{"16GB+256GB", 0}, {"16GB+512GB", 1500}}},
		},
		{
			id: 34, brand: 9, model: "MateBook X Pro", yuan: 11199, grams: 1900,
			subtitle: "980 克超轻机身，3.1K 柔性屏", tail: "笔记本电脑 超轻薄 商务办公",
			lead:  "MateBook X Pro 用航空镁合金把重量压到九百八十克，云隼架构让轻薄本也能持续释放四十瓦性能。压感触控板四边藏着音量、亮度和截图手势。",
			specs: []string{"MateBook", "0.98kg", "14.2英寸", "3120×2080", "酷睿 Ultra 9", "核芯显卡", "11小时"},
			axes:  []axis{same("砚黑", "宣白", "晴蓝"), {{"16GB+1TB", 0}, {"32GB+2TB", 2000}}},
		},
	}
}

func tabletLeaf() leaf {
	return leaf{
		category: 452,
		kind:     picture.Tablet,
		sale:     []string{"颜色", "版本"},
		groups: []group{
			{"屏幕", []base{{"屏幕尺寸", true}, {"屏幕刷新率", true}}},
			{"性能", []base{{"处理器", false}, {"操作系统", true}, {"电池容量", false}}},
		},
		prose: []string{
			"{屏幕尺寸}大屏支持 {屏幕刷新率} 刷新，看网课、批改文档和画画都舒展。{处理器} 运行{操作系统}，左边视频右边笔记互不打扰；{电池容量}电池足够从早自习用到晚自习。",
			"手写笔与键盘可选配，家长管理可以按应用设时长。清单：平板主机、充电器、数据线、快速指南。全国联保一年，屏幕碎裂险可加购。",
		},
	}
}

func tablets() []spuDef {
	return []spuDef{
		{
			id: 36, brand: 9, model: "MatePad 11.5 S", yuan: 1999, grams: 900,
			subtitle: "云晰柔光屏，像纸一样看书写字", tail: "平板电脑 学习办公 护眼屏",
			lead:  "MatePad 11.5 S 的柔光屏经过纳米级蚀刻，窗边看书没有反光，笔尖落下有纸的沙沙声。天生会画应用内置上百种笔刷，地铁上也能起稿。",
			specs: []string{"11.5英寸", "144Hz", "麒麟 9000WL", "鸿蒙系统", "8800mAh"},
			axes:  []axis{same("深空灰", "冰霜银", "羽砂紫"), {{"8GB+128GB", 0}, {"8GB+256GB", 300}, {"12GB+256GB", 500}}},
		},
		{
			id: 37, brand: 12, model: "iPad Air 11", yuan: 4799, grams: 800,
			subtitle: "M3 芯片，支持笔与妙控键盘", tail: "平板电脑 2025款",
			lead:  "iPad Air 十一英寸在一块玻璃里放进了 M3 芯片，剪短片、做三维草图都不用等。横向前摄让视频会议里的你正对镜头。",
			specs: []string{"11英寸", "60Hz", "M3", "iPadOS", "7606mAh"},
			axes:  []axis{same("深空灰", "星光色", "天蓝色", "浅紫色"), {{"128GB", 0}, {"256GB", 800}}},
		},
		{
			id: 38, brand: 10, model: "Pad 7", yuan: 1999, grams: 850,
			subtitle: "3.2K 超清屏，全金属一体机身", tail: "平板电脑 娱乐学习办公",
			lead:  "小米平板 Pad 7 的屏幕比例接近一本翻开的书，看论文不用左右拖。四扬声器在床头看电影声音宽广，跨屏拖拽能把照片直接甩进电脑文档。",
			specs: []string{"11.2英寸", "144Hz", "骁龙 7+ Gen 3", "澎湃OS", "8850mAh"},
			axes:  []axis{same("黑色", "青山蓝", "云影灰"), {{"8GB+128GB", 0}, {"8GB+256GB", 200}}},
		},
	}
}
