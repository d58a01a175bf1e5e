package demodata

// Brands returns the makers. Ids 9 to 12 are those of the original shop.
func Brands() []Brand {
	brands := []Brand{
		{ID: 9, Name: "华为", NameEN: "HUAWEI", FirstLetter: "H", Story: "华为终端面向全球消费者，覆盖手机、平板、笔记本与穿戴设备，以自研芯片和鸿蒙生态著称。"},
		{ID: 10, Name: "小米", NameEN: "Xiaomi", FirstLetter: "X", Story: "小米坚持做感动人心、价格厚道的好产品，让更多人享受科技带来的美好生活。"},
		{ID: 11, Name: "OPPO", NameEN: "OPPO", FirstLetter: "O", Story: "OPPO 专注影像与快充技术，在轻薄机身里放进可靠的日常体验。"},
		{ID: 12, Name: "Apple", NameEN: "Apple", FirstLetter: "A", Story: "Apple 设计 iPhone、iPad、Mac 与 Apple Watch，软硬件一体。"},
		{ID: 13, Name: "荣耀", NameEN: "HONOR", FirstLetter: "R", Story: "荣耀为年轻人打造全场景智能设备，续航与护眼是它的看家本领。"},
		{ID: 14, Name: "联想", NameEN: "Lenovo", FirstLetter: "L", Story: "联想是全球销量领先的个人电脑品牌，产品线从轻薄本到工作站。"},
		{ID: 15, Name: "声屿", NameEN: "Soundisle", FirstLetter: "S", Story: "声屿的调音师来自唱片棚，产品只做耳机与音箱两件事。"},
		{ID: 16, Name: "能桥", NameEN: "Enbridge Power", FirstLetter: "N", Story: "能桥做充电这件小事：安全、轻、标注真实容量。"},
		{ID: 17, Name: "海岚", NameEN: "Hailan", FirstLetter: "H", Story: "海岚大家电三十年，冰箱与洗衣机产线均通过能效一级认证。"},
		{ID: 18, Name: "苏禾", NameEN: "Suhe", FirstLetter: "S", Story: "苏禾从一只电饭煲开始研究中国人的米饭，现有厨房小电四十余款。"},
		{ID: 19, Name: "映川", NameEN: "Incha", FirstLetter: "Y", Story: "映川是专注微单系统的影像品牌，机身小、色彩准、镜头群完整。"},
		{ID: 20, Name: "明格", NameEN: "Minge", FirstLetter: "M", Story: "明格照明以国 AA 级护眼台灯闻名，光谱数据逐台可查。"},
		{ID: 21, Name: "棉里", NameEN: "Mianli", FirstLetter: "M", Story: "棉里只用长绒棉与再生纤维，做可以穿很多年的基础款。"},
		{ID: 22, Name: "青芥", NameEN: "Qingjie", FirstLetter: "Q", Story: "青芥是杭州的独立女装品牌，每季只出二十个款。"},
		{ID: 23, Name: "驰野", NameEN: "Chiye", FirstLetter: "C", Story: "驰野由马拉松爱好者创立，跑鞋楦型按二十万份亚洲脚型数据开发。"},
		{ID: 24, Name: "远山", NameEN: "Yuanshan", FirstLetter: "Y", Story: "远山做城市与山野都能背的包，终身维修。"},
		{ID: 25, Name: "绯语", NameEN: "Feiyu", FirstLetter: "F", Story: "绯语彩妆以东方色卡为灵感，配方公开成分与含量。"},
		{ID: 26, Name: "岭上春", NameEN: "Lingshangchun", FirstLetter: "L", Story: "岭上春在西湖、武夷与云南有自己的茶山，从采摘到焙火自己做。"},
		{ID: 27, Name: "松果集", NameEN: "Songguoji", FirstLetter: "S", Story: "松果集只卖当季坚果，生产日期不超过三十天。"},
		{ID: 28, Name: "云麓酒庄", NameEN: "Yunlu Estate", FirstLetter: "Y", Story: "云麓酒庄位于贺兰山东麓，葡萄园海拔一千二百米。"},
		{ID: 29, Name: "墨柳书坊", NameEN: "Moliu Press", FirstLetter: "M", Story: "墨柳书坊出版计算机与科普读物，作者多为一线工程师。"},
		{ID: 30, Name: "方砖", NameEN: "Fangzhuan", FirstLetter: "F", Story: "方砖积木与多家博物馆合作，用小颗粒讲中国建筑。"},
		{ID: 31, Name: "坐标", NameEN: "Zuobiao", FirstLetter: "Z", Story: "坐标人体工学实验室为久坐的人设计椅子，提供五年质保。"},
		{ID: 32, Name: "温域", NameEN: "Wenyu", FirstLetter: "W", Story: "温域的真空杯内胆采用 316L 不锈钢，杯盖整体可拆洗。"},
	}
	for i := range brands {
		brands[i].Sort = i + 1
	}
	return brands
}
