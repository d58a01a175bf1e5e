package demodata

import "gulimall/pkg/picture"

func headphonesLeaf() leaf {
	return leaf{
		category: 378,
		kind:     picture.Headphones,
		sale:     []string{"颜色"},
		groups: []group{
			{"主体", []base{{"佩戴方式", true}, {"重量", false}}},
			{"声音", []base{{"单元尺寸", false}, {"主动降噪", true}, {"续航", true}}},
		},
		prose: []string{
			"{单元尺寸} 单元经过录音棚监听校正，低频下潜而不轰头，人声不糊。{佩戴方式}耳罩内是慢回弹海绵，{重量} 的分量均匀压在头梁上，眼镜党也能戴一个下午。",
			"主动降噪：{主动降噪}；连续播放 {续航}，没电时插上附送的音频线照样听。可折叠收进硬壳包，清单：耳机、收纳包、充电线、音频线。一年质保，耳罩可单独购买更换。",
		},
	}
}

func headphones() []spuDef {
	return []spuDef{
		{
			id: 41, brand: 15, model: "静海 H9", yuan: 1299, grams: 620,
			subtitle: "四十八分贝降噪，把机舱变成书房", tail: "头戴式降噪耳机 无线蓝牙",
			lead:  "静海 H9 是声屿的旗舰。八枚麦克风每秒采样七万次，发动机的轰鸣和邻座的键盘声一起退远；转动右侧拨轮，环境声又像拧开水龙头一样流回来。",
			specs: []string{"包耳式", "254g", "40mm", "支持", "60小时"},
			axes:  []axis{same("礁石黑", "沙丘米", "海盐蓝")},
		},
		{
			id: 42, brand: 15, model: "棚录 M5", yuan: 699, grams: 560,
			subtitle: "有线监听，剪辑与编曲的老朋友", tail: "头戴式监听耳机 有线 录音棚",
			lead:  "棚录 M5 没有电池，也没有滤镜，它只负责告诉你录到了什么。三米弹簧线可拆卸，耳罩翻转九十度方便单耳监听。",
			specs: []string{"包耳式", "230g", "45mm", "不支持", "有线供电"},
			axes:  []axis{same("黑色", "白色")},
		},
		{
			id: 43, brand: 10, model: "Redmi 头戴耳机", yuan: 249, grams: 480,
			subtitle: "七十小时续航，学生党的第一副头戴", tail: "头戴式蓝牙耳机 降噪",
			lead:  "一次充电听完整个期末周。轻音乐、英语听力和游戏三种音效在应用里一键切换，耳罩的颜色和校服、大衣都好搭。",
			specs: []string{"压耳式", "198g", "40mm", "支持", "70小时"},
			axes:  []axis{same("子夜黑", "珍珠白", "樱语粉", "天青蓝")},
		},
	}
}

func watchLeaf() leaf {
	return leaf{
		category: 366,
		kind:     picture.Watch,
		sale:     []string{"颜色", "尺寸"},
		groups: []group{
			{"主体", []base{{"表壳材质", true}, {"防水等级", false}}},
			{"功能", []base{{"典型续航", true}, {"健康监测", false}, {"独立通话", true}}},
		},
		prose: []string{
			"{表壳材质}表壳打磨出柔和高光，{防水等级} 防水可戴着游泳。一百多种运动模式自动识别，跑步时实时显示配速、触地时间与恢复建议。",
			"{健康监测}全天在后台进行，异常会在手腕上轻震提醒；独立通话：{独立通话}。典型使用可达 {典型续航}，磁吸充电半小时过半。清单：手表、表带、充电底座。一年质保。",
		},
	}
}

func watches() []spuDef {
	return []spuDef{
		{
			id: 46, brand: 9, model: "WATCH GT 6", yuan: 1488, grams: 320,
			subtitle: "二十一天续航，骑行模拟功率", tail: "智能手表 运动健康 长续航",
			lead:  "WATCH GT 6 像一块正装表，也像一位教练。向日葵定位在高楼间也能画出平滑轨迹，三千尼特屏幕在雪地里一眼可读。",
			specs: []string{"不锈钢", "5ATM", "21天", "心率、血氧、睡眠", "支持"},
			axes:  []axis{same("曜石黑", "山茶棕", "流沙金"), {{"41mm", 0}, {"46mm", 100}}},
		},
		{
			id: 47, brand: 12, model: "Watch Series 11", yuan: 2999, grams: 280,
			subtitle: "更坚固的表镜，睡眠评分", tail: "智能手表 铝金属表壳 GPS",
			lead:  "Watch Series 11 会在早晨给昨夜的睡眠打分，也会在你久坐时提醒起身。双指互点就能接电话，手里拎着菜也不怕。",
			specs: []string{"铝金属", "50米", "24小时", "心率、血氧、心电图", "支持"},
			axes:  []axis{same("亮黑色", "银色", "玫瑰金"), {{"42mm", 0}, {"46mm", 200}}},
		},
		{
			id: 48, brand: 10, model: "Watch S4", yuan: 999, grams: 300,
			subtitle: "表圈可换，一天一个样子", tail: "智能手表 血氧心率 蓝牙通话",
			lead:  "Watch S4 的表圈轻轻一转就能取下，换一个颜色就像换了一块表。澎湃系统打通米家，手腕上就能关灯、看门铃。",
			specs: []string{"不锈钢", "5ATM", "15天", "心率、血氧、睡眠", "支持"},
			axes:  []axis{same("黑色", "银色", "彩虹橙"), {{"47mm", 0}}},
		},
	}
}

func cameraLeaf() leaf {
	return leaf{
		category: 343,
		kind:     picture.Camera,
		sale:     []string{"颜色", "套装"},
		groups: []group{
			{"主体", []base{{"画幅", true}, {"机身重量", false}}},
			{"影像", []base{{"有效像素", true}, {"视频规格", true}, {"机身防抖", false}}},
		},
		prose: []string{
			"{画幅}传感器、{有效像素}，暗部拉起来依旧干净；{视频规格} 视频无裁切录制，机身防抖：{机身防抖}。对焦框认得人、猫狗、飞鸟和火车，半按快门就咬住不放。",
			"{机身重量} 的机身握持饱满，拨盘阻尼清脆。清单：机身、电池、充电线、肩带（套装另含镜头）。全国联保两年，快门次数十五万次内免费检测。",
		},
	}
}

func cameras() []spuDef {
	return []spuDef{
		{
			id: 51, brand: 19, model: "X-7", yuan: 8999, grams: 1200,
			subtitle: "复古拨盘，二十种胶片色彩", tail: "微单相机 复古 旅行拍照",
			lead:  "映川 X-7 把快门、感光度和曝光补偿都做成了实体拨盘，不开机也知道参数。胶片模拟直接出片，回家路上就能发给朋友。",
			specs: []string{"APS-C", "495g", "4000万像素", "6K 30p", "七档五轴"},
			axes:  []axis{same("银色", "黑色"), {{"单机身", 0}, {"18-55mm 套机", 2400}}},
		},
		{
			id: 52, brand: 19, model: "A6 全画幅", yuan: 13999, grams: 1500,
			subtitle: "全画幅主力机，一秒四十张", tail: "全画幅微单相机 专业 视频直播",
			lead:  "A6 是映川的全画幅主力，堆栈传感器带来每秒四十张无黑屏连拍。婚礼现场忽明忽暗的灯光里，它依然能把白纱拍得有层次。",
			specs: []string{"全画幅", "660g", "3300万像素", "4K 120p", "八档五轴"},
			axes:  []axis{same("黑色"), {{"单机身", 0}, {"24-70mm 套机", 6800}, {"70-200mm 套机", 9200}}},
		},
		{
			id: 53, brand: 19, model: "Vlog 1", yuan: 3999, grams: 800,
			subtitle: "口袋里的直播间，翻转屏一键虚化", tail: "微单相机 vlog 入门 学生",
			lead:  "Vlog 1 为第一次拿起相机的人准备：自拍时屏幕自动翻转，背景虚化只要按一下，三胶囊麦克风自带防风毛套。",
			specs: []string{"APS-C", "292g", "2600万像素", "4K 60p", "电子防抖"},
			axes:  []axis{same("黑色", "白色"), {{"16-50mm 套机", 0}, {"双镜头套装", 1500}}},
		},
	}
}
