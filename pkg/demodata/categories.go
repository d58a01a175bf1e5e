package demodata

// Categories returns the tree of goods, parents before their children. The ids are those of the original shop where
// it has the category.
func Categories() []Category {
	var all []Category
	for i, c := range topCategories() {
		c.Level, c.Sort = 1, i+1
		all = append(all, c)
	}
	for i, c := range midCategories() {
		c.Level, c.Sort = 2, i+1
		all = append(all, c)
	}
	for i, c := range leafCategories() {
		c.Level, c.Sort = 3, i+1
		all = append(all, c)
	}
	return all
}

func topCategories() []Category {
	return []Category{
		{ID: 2, Name: "手机", NameEN: "Phones"},
		{ID: 3, Name: "家用电器", NameEN: "Appliances"},
		{ID: 4, Name: "数码", NameEN: "Digital"},
		{ID: 6, Name: "电脑办公", NameEN: "Computers & office"},
		{ID: 5, Name: "家居家装", NameEN: "Home & living"},
		{ID: 7, Name: "厨具", NameEN: "Kitchenware"},
		{ID: 8, Name: "个护化妆", NameEN: "Beauty"},
		{ID: 9, Name: "服饰内衣", NameEN: "Clothing"},
		{ID: 11, Name: "鞋靴", NameEN: "Shoes"},
		{ID: 13, Name: "礼品箱包", NameEN: "Bags & gifts"},
		{ID: 14, Name: "食品饮料", NameEN: "Food & drink"},
		{ID: 18, Name: "玩具乐器", NameEN: "Toys & music"},
		{ID: 1, Name: "图书、音像、电子书刊", NameEN: "Books & media"},
	}
}

func midCategories() []Category {
	return []Category{
		{ID: 34, ParentID: 2, Name: "手机通讯", NameEN: "Mobile phones"},
		{ID: 36, ParentID: 2, Name: "手机配件", NameEN: "Phone accessories"},
		{ID: 37, ParentID: 3, Name: "大家电", NameEN: "Large appliances"},
		{ID: 39, ParentID: 3, Name: "厨房小电", NameEN: "Kitchen appliances"},
		{ID: 40, ParentID: 3, Name: "生活电器", NameEN: "Household appliances"},
		{ID: 43, ParentID: 4, Name: "摄影摄像", NameEN: "Cameras"},
		{ID: 45, ParentID: 4, Name: "智能设备", NameEN: "Smart devices"},
		{ID: 46, ParentID: 4, Name: "影音娱乐", NameEN: "Audio"},
		{ID: 54, ParentID: 6, Name: "电脑整机", NameEN: "Computers"},
		{ID: 56, ParentID: 6, Name: "外设产品", NameEN: "Peripherals"},
		{ID: 59, ParentID: 6, Name: "办公设备", NameEN: "Office equipment"},
		{ID: 50, ParentID: 5, Name: "灯具", NameEN: "Lighting"},
		{ID: 49, ParentID: 5, Name: "家纺", NameEN: "Home textiles"},
		{ID: 62, ParentID: 7, Name: "烹饪锅具", NameEN: "Cookware"},
		{ID: 65, ParentID: 7, Name: "水具酒具", NameEN: "Drinkware"},
		{ID: 70, ParentID: 8, Name: "面部护肤", NameEN: "Skin care"},
		{ID: 75, ParentID: 8, Name: "香水彩妆", NameEN: "Make-up"},
		{ID: 76, ParentID: 9, Name: "女装", NameEN: "Women's wear"},
		{ID: 77, ParentID: 9, Name: "男装", NameEN: "Men's wear"},
		{ID: 82, ParentID: 11, Name: "流行男鞋", NameEN: "Men's shoes"},
		{ID: 111, ParentID: 11, Name: "运动鞋", NameEN: "Sports shoes"},
		{ID: 95, ParentID: 13, Name: "精品男包", NameEN: "Men's bags"},
		{ID: 96, ParentID: 13, Name: "功能箱包", NameEN: "Luggage & backpacks"},
		{ID: 102, ParentID: 14, Name: "休闲食品", NameEN: "Snacks"},
		{ID: 106, ParentID: 14, Name: "茗茶", NameEN: "Tea"},
		{ID: 107, ParentID: 14, Name: "中外名酒", NameEN: "Wine & spirits"},
		{ID: 141, ParentID: 18, Name: "积木拼插", NameEN: "Building toys"},
		{ID: 142, ParentID: 18, Name: "乐器", NameEN: "Instruments"},
		{ID: 30, ParentID: 1, Name: "科技", NameEN: "Science & technology"},
		{ID: 25, ParentID: 1, Name: "文艺", NameEN: "Literature & art"},
	}
}

func leafCategories() []Category {
	return []Category{
		{ID: 225, ParentID: 34, Name: "手机", NameEN: "Smartphones"},
		{ID: 226, ParentID: 34, Name: "对讲机", NameEN: "Walkie-talkies"},
		{ID: 233, ParentID: 36, Name: "蓝牙耳机", NameEN: "Wireless earbuds"},
		{ID: 231, ParentID: 36, Name: "移动电源", NameEN: "Power banks"},
		{ID: 239, ParentID: 36, Name: "充电器", NameEN: "Chargers"},
		{ID: 241, ParentID: 36, Name: "手机保护套", NameEN: "Phone cases"},
		{ID: 250, ParentID: 37, Name: "平板电视", NameEN: "Televisions"},
		{ID: 251, ParentID: 37, Name: "空调", NameEN: "Air conditioners"},
		{ID: 252, ParentID: 37, Name: "冰箱", NameEN: "Refrigerators"},
		{ID: 253, ParentID: 37, Name: "洗衣机", NameEN: "Washing machines"},
		{ID: 271, ParentID: 39, Name: "电饭煲", NameEN: "Rice cookers"},
		{ID: 274, ParentID: 39, Name: "咖啡机", NameEN: "Coffee machines"},
		{ID: 291, ParentID: 40, Name: "净化器", NameEN: "Air purifiers"},
		{ID: 293, ParentID: 40, Name: "扫地机器人", NameEN: "Robot vacuums"},
		{ID: 343, ParentID: 43, Name: "微单相机", NameEN: "Mirrorless cameras"},
		{ID: 348, ParentID: 43, Name: "镜头", NameEN: "Lenses"},
		{ID: 366, ParentID: 45, Name: "智能手表", NameEN: "Smartwatches"},
		{ID: 375, ParentID: 45, Name: "无人机", NameEN: "Drones"},
		{ID: 378, ParentID: 46, Name: "头戴耳机", NameEN: "Headphones"},
		{ID: 380, ParentID: 46, Name: "音箱", NameEN: "Speakers"},
		{ID: 449, ParentID: 54, Name: "笔记本", NameEN: "Laptops"},
		{ID: 452, ParentID: 54, Name: "平板电脑", NameEN: "Tablets"},
		{ID: 474, ParentID: 56, Name: "鼠标", NameEN: "Mice"},
		{ID: 475, ParentID: 56, Name: "键盘", NameEN: "Keyboards"},
		{ID: 503, ParentID: 59, Name: "打印机", NameEN: "Printers"},
		{ID: 515, ParentID: 59, Name: "办公椅", NameEN: "Office chairs"},
		{ID: 413, ParentID: 50, Name: "台灯", NameEN: "Desk lamps"},
		{ID: 419, ParentID: 50, Name: "吸顶灯", NameEN: "Ceiling lights"},
		{ID: 400, ParentID: 49, Name: "床品套件", NameEN: "Bedding"},
		{ID: 535, ParentID: 62, Name: "炒锅", NameEN: "Woks"},
		{ID: 560, ParentID: 65, Name: "保温杯", NameEN: "Vacuum flasks"},
		{ID: 559, ParentID: 65, Name: "陶瓷/马克杯", NameEN: "Mugs"},
		{ID: 590, ParentID: 70, Name: "面膜", NameEN: "Face masks"},
		{ID: 637, ParentID: 75, Name: "香水", NameEN: "Perfume"},
		{ID: 641, ParentID: 75, Name: "口红", NameEN: "Lipstick"},
		{ID: 656, ParentID: 76, Name: "连衣裙", NameEN: "Dresses"},
		{ID: 652, ParentID: 76, Name: "针织衫", NameEN: "Knitwear"},
		{ID: 684, ParentID: 77, Name: "T恤", NameEN: "T-shirts"},
		{ID: 690, ParentID: 77, Name: "夹克", NameEN: "Jackets"},
		{ID: 745, ParentID: 82, Name: "休闲鞋", NameEN: "Casual shoes"},
		{ID: 1021, ParentID: 111, Name: "跑步鞋", NameEN: "Running shoes"},
		{ID: 1022, ParentID: 111, Name: "篮球鞋", NameEN: "Basketball shoes"},
		{ID: 853, ParentID: 95, Name: "商务公文包", NameEN: "Briefcases"},
		{ID: 862, ParentID: 96, Name: "双肩包", NameEN: "Backpacks"},
		{ID: 860, ParentID: 96, Name: "拉杆箱", NameEN: "Suitcases"},
		{ID: 903, ParentID: 102, Name: "坚果炒货", NameEN: "Nuts"},
		{ID: 905, ParentID: 102, Name: "饼干蛋糕", NameEN: "Biscuits & cakes"},
		{ID: 935, ParentID: 106, Name: "名茶", NameEN: "Fine tea"},
		{ID: 936, ParentID: 106, Name: "花草茶", NameEN: "Herbal tea"},
		{ID: 942, ParentID: 107, Name: "葡萄酒", NameEN: "Wine"},
		{ID: 1301, ParentID: 141, Name: "积木", NameEN: "Building blocks"},
		{ID: 1302, ParentID: 141, Name: "拼图", NameEN: "Puzzles"},
		{ID: 1311, ParentID: 142, Name: "吉他", NameEN: "Guitars"},
		{ID: 211, ParentID: 30, Name: "计算机与互联网", NameEN: "Computing"},
		{ID: 207, ParentID: 30, Name: "科普读物", NameEN: "Popular science"},
		{ID: 181, ParentID: 25, Name: "小说", NameEN: "Fiction"},
	}
}
