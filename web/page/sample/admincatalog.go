package sample

import "gulimall/web/page"

// catalogDesk is the pages of categories, brands and attributes.
func catalogDesk() []Sample {
	return append(catalogCategories(), append(catalogBrands(), catalogAttributes()...)...)
}

func catalogCategories() []Sample {
	tree := func(may bool) []page.CatalogNode {
		return []page.CatalogNode{
			{ID: 2, All: 1200, Level: 1, Name: "手机", NameEN: "Phones", Open: true, First: true, MayWrite: may, Children: []page.CatalogNode{
				{ID: 34, ParentID: 2, All: 1200, Level: 2, Name: "手机通讯", First: true, Last: true, MayWrite: may, Children: []page.CatalogNode{
					{ID: 225, ParentID: 34, Goods: 1199, All: 1199, Level: 3, Name: "手机", NameEN: "Mobile phones", First: true, MayWrite: may},
					{ID: 226, ParentID: 34, Goods: 1, All: 1, Level: 3, Name: "对讲机", Hidden: true, Last: true, MayWrite: may},
				}},
			}},
			{ID: 3, Level: 1, Name: "家用电器", NameEN: "Appliances", Last: true, MayWrite: may},
		}
	}
	now := page.CatalogNode{ID: 226, Name: "专业对讲机", NameEN: "Radios", Hidden: true}
	seen := page.CatalogNode{ID: 226, Name: "对讲机"}
	return []Sample{
		{"admincategories", "full", 200, page.CatalogCategories{AdminBase: keeper("分类"), Nodes: tree(true), MayWrite: true, CSV: "/product/categories.csv"}},
		{"admincategories", "reading", 200, page.CatalogCategories{AdminBase: keeper("分类"), Nodes: tree(false), CSV: "/product/categories.csv"}},
		{"admincategories", "empty", 200, page.CatalogCategories{AdminBase: keeper("分类"), MayWrite: true}},
		{"admincategory", "full", 200, page.CatalogCategory{
			AdminBase: keeper("编辑分类"), Form: page.CatalogNode{ID: 226, ParentID: 34, Level: 3, Name: "对讲机", NameEN: "Radios", Hidden: true}, Version: 3, Parent: "手机通讯",
		}},
		{"admincategory", "add", 200, page.CatalogCategory{AdminBase: keeper("新增分类"), Form: page.CatalogNode{ParentID: 34}, Parent: "手机通讯"}},
		{"admincategory", "top", 422, page.CatalogCategory{AdminBase: refused(keeper("新增分类"), "", "name", "请填写名称")}},
		{"admincategory", "meanwhile", 409, page.CatalogCategory{AdminBase: refused(keeper("编辑分类"), "别人刚刚改过，请看过最新内容后再改"), Form: seen, Version: 4, Present: &now}},
		{"admincategory", "meanwhile-shown", 409, page.CatalogCategory{AdminBase: refused(keeper("编辑分类"), "别人刚刚改过，请看过最新内容后再改"), Form: now, Version: 4, Present: &seen}},
	}
}

func catalogTops() []page.CatalogTop {
	return []page.CatalogTop{
		{Name: "手机", Open: true, Leaves: []page.Option{{Value: "225", Label: "手机通讯 / 手机", Selected: true}, {Value: "226", Label: "手机通讯 / 对讲机"}}},
		{Name: "家用电器", Leaves: []page.Option{{Value: "250", Label: "大家电 / 平板电视"}}},
	}
}

func catalogBrands() []Sample {
	brand := page.CatalogBrand{
		ID: 9, Version: 2, Goods: 1204, Name: "华为", NameEN: "HUAWEI", Story: "华为终端面向全球消费者。", Letter: "H", Logo: "/media/sample-1.svg", Sort: "1",
		Categories: []string{"手机", "平板电脑", "笔记本", "智能手表"},
	}
	hidden := page.CatalogBrand{ID: 10, Version: 1, Name: "山海", Letter: "S", Sort: "20", Hidden: true}
	heads := []page.AdminHead{
		{Key: "brand_name", URL: "?sort=brand_name"},
		{Key: "brand_letter"},
		{Key: "brand_categories"},
		{Key: "brand_goods", URL: "?sort=brand_goods", Number: true},
		{Key: "brand_sort", URL: "?sort=-brand_sort", Sorted: "ascending", Number: true},
	}
	shown := []page.Option{{Value: "false", Label: "显示中", Selected: true}, {Value: "true", Label: "已隐藏"}}
	list := page.CatalogBrands{
		AdminBase: keeper("品牌"), Tops: catalogTops(), Shown: shown, MayWrite: true, CSV: "/product/brands.csv", Heads: heads,
		Rows: []page.CatalogBrand{brand, hidden}, Pager: page.Pager{Page: 1, Pages: 1, Total: 2},
	}
	reading, filtered, empty := list, list, list
	reading.MayWrite = false
	filtered.Filtered, filtered.Name, filtered.Rows = true, "华", nil
	empty.Rows = nil
	edit := page.CatalogBrandEdit{AdminBase: keeper("编辑品牌"), Form: brand, Tops: catalogTops(), MaxPicture: 5 << 20}
	wrong := page.CatalogBrandEdit{
		AdminBase: refused(keeper("新增品牌"), "", "name", "请填写名称", "picture", "图片不能识别", "story", "太长"), Tops: catalogTops(), MaxPicture: 5 << 20,
	}
	meanwhile, meanwhileShown := edit, edit
	meanwhile.AdminBase, meanwhile.Present = refused(keeper("编辑品牌"), "别人刚刚改过，请看过最新内容后再改"), &hidden
	meanwhileShown.Form, meanwhileShown.Present = hidden, &brand
	return []Sample{
		{"adminbrands", "full", 200, list},
		{"adminbrands", "reading", 200, reading},
		{"adminbrands", "none-match", 200, filtered},
		{"adminbrands", "empty", 200, empty},
		{"adminbrand", "full", 200, edit},
		{"adminbrand", "wrong", 422, wrong},
		{"adminbrand", "meanwhile", 409, meanwhile},
		{"adminbrand", "meanwhile-shown", 409, meanwhileShown},
	}
}

func catalogAttributes() []Sample {
	attr := page.CatalogAttr{
		ID: 22512, CategoryID: 225, Version: 2, Goods: 1204, Kind: "spec", Name: "机身材质", Category: "手机 / 手机通讯 / 手机", Group: "主体",
		Values: []string{"玻璃", "铝合金", "高强度铝合金", "聚碳酸酯"}, Multiple: true, Searchable: true, First: true,
	}
	off := page.CatalogAttr{ID: 22501, CategoryID: 225, Version: 1, Kind: "sale", Name: "颜色", Category: "手机 / 手机通讯 / 手机", Off: true, Last: true}
	list := page.CatalogAttributes{
		AdminBase: keeper("属性"), Tops: catalogTops(), Kinds: []page.Option{{Value: "spec", Label: "规格参数"}, {Value: "sale", Label: "销售属性"}},
		Searchable: []page.Option{{Value: "true", Label: "可筛选"}, {Value: "false", Label: "不可筛选"}}, MayWrite: true, CSV: "/product/attributes.csv",
		Rows: []page.CatalogAttr{attr, off}, Pager: page.Pager{Page: 1, Pages: 1, Total: 2},
	}
	filtered, empty, reading := list, list, list
	filtered.Filtered, filtered.Category, filtered.Name, filtered.Rows = true, 225, "重", nil
	empty.Rows = nil
	reading.MayWrite = false
	options := []page.Option{{Value: "2251", Label: "主体", Selected: true}, {Value: "2252", Label: "屏幕"}}
	edit := page.CatalogAttrEdit{AdminBase: keeper("编辑属性"), Form: attr, Values: "玻璃\n铝合金", Groups: options}
	add := page.CatalogAttrEdit{
		AdminBase: refused(keeper("新增销售属性"), "", "values", "请检查"), Form: page.CatalogAttr{CategoryID: 225, Kind: "sale", Category: attr.Category, Searchable: true, Off: true},
	}
	meanwhile := edit
	meanwhile.AdminBase, meanwhile.Present = refused(keeper("编辑属性"), "别人刚刚改过，请看过最新内容后再改"), &off
	plain := attr
	plain.ID, plain.Searchable, plain.Multiple, plain.Last = 22513, false, false, true
	loose := plain
	loose.ID = 22514
	arranged := page.CatalogArrange{
		AdminBase: keeper("分组与排序"), Tops: catalogTops(), CategoryID: 225, Category: attr.Category, MayWrite: true, Sale: []page.CatalogAttr{off}, Groups: []page.CatalogGroup{
			{ID: 2251, Version: 1, Name: "主体", First: true, Attrs: []page.CatalogAttr{attr, plain}}, {ID: 2252, Version: 1, Name: "网络", Last: true}, {Attrs: []page.CatalogAttr{loose}},
		},
	}
	nothing := page.CatalogArrange{AdminBase: keeper("分组与排序"), Tops: catalogTops(), CategoryID: 225, Category: attr.Category, Added: "网络"}
	nothing.Errors = refused(keeper(""), "这个名称已被使用").Errors
	nothing.MayWrite = true
	readingOrder := arranged
	readingOrder.MayWrite = false
	return []Sample{
		{"adminattributes", "full", 200, list},
		{"adminattributes", "reading", 200, reading},
		{"adminattributes", "none-match", 200, filtered},
		{"adminattributes", "empty", 200, empty},
		{"adminattribute", "full", 200, edit},
		{"adminattribute", "add", 422, add},
		{"adminattribute", "meanwhile", 409, meanwhile},
		{"adminattrgroups", "full", 200, arranged},
		{"adminattrgroups", "reading", 200, readingOrder},
		{"adminattrgroups", "taken", 409, nothing},
		{"adminattrgroups", "choose", 200, page.CatalogArrange{AdminBase: keeper("分组与排序"), Tops: catalogTops()}},
	}
}
