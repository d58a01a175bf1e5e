package demodata

import "slices"

// The regions that freight is told by.
const (
	EastChina  = "华东"
	SouthChina = "华南"
	NorthChina = "华北"
	MidChina   = "华中"
	Southwest  = "西南"
	Northwest  = "西北"
	Northeast  = "东北"
	Overseas   = "港澳台"
)

// Province is one of the 34 with the warehouses that serve it, nearest first.
type Province struct {
	Name  string // "浙江省"
	Short string // "浙江"
	Code  string // GB/T 2260, "330000"
	Wares []int64
	// Region is the province's region in the freight table.
	Region string
}

// Provinces returns the 34 provinces, municipalities, autonomous and special administrative regions.
func Provinces() []Province {
	all := []Province{
		{Name: "北京市", Short: "北京", Code: "110000", Region: NorthChina},
		{Name: "天津市", Short: "天津", Code: "120000", Region: NorthChina},
		{Name: "河北省", Short: "河北", Code: "130000", Region: NorthChina},
		{Name: "山西省", Short: "山西", Code: "140000", Region: NorthChina},
		{Name: "内蒙古自治区", Short: "内蒙古", Code: "150000", Region: NorthChina},
		{Name: "辽宁省", Short: "辽宁", Code: "210000", Region: Northeast},
		{Name: "吉林省", Short: "吉林", Code: "220000", Region: Northeast},
		{Name: "黑龙江省", Short: "黑龙江", Code: "230000", Region: Northeast},
		{Name: "上海市", Short: "上海", Code: "310000", Region: EastChina},
		{Name: "江苏省", Short: "江苏", Code: "320000", Region: EastChina},
		{Name: "浙江省", Short: "浙江", Code: "330000", Region: EastChina},
		{Name: "安徽省", Short: "安徽", Code: "340000", Region: EastChina},
		{Name: "福建省", Short: "福建", Code: "350000", Region: EastChina},
		{Name: "江西省", Short: "江西", Code: "360000", Region: EastChina},
		{Name: "山东省", Short: "山东", Code: "370000", Region: EastChina},
		{Name: "河南省", Short: "河南", Code: "410000", Region: MidChina},
		{Name: "湖北省", Short: "湖北", Code: "420000", Region: MidChina},
		{Name: "湖南省", Short: "湖南", Code: "430000", Region: MidChina},
		{Name: "广东省", Short: "广东", Code: "440000", Region: SouthChina},
		{Name: "广西壮族自治区", Short: "广西", Code: "450000", Region: SouthChina},
		{Name: "海南省", Short: "海南", Code: "460000", Region: SouthChina},
		{Name: "重庆市", Short: "重庆", Code: "500000", Region: Southwest},
		{Name: "四川省", Short: "四川", Code: "510000", Region: Southwest},
		{Name: "贵州省", Short: "贵州", Code: "520000", Region: Southwest},
		{Name: "云南省", Short: "云南", Code: "530000", Region: Southwest},
		{Name: "西藏自治区", Short: "西藏", Code: "540000", Region: Southwest},
		{Name: "陕西省", Short: "陕西", Code: "610000", Region: Northwest},
		{Name: "甘肃省", Short: "甘肃", Code: "620000", Region: Northwest},
		{Name: "青海省", Short: "青海", Code: "630000", Region: Northwest},
		{Name: "宁夏回族自治区", Short: "宁夏", Code: "640000", Region: Northwest},
		{Name: "新疆维吾尔自治区", Short: "新疆", Code: "650000", Region: Northwest},
		{Name: "台湾省", Short: "台湾", Code: "710000", Region: Overseas},
		{Name: "香港特别行政区", Short: "香港", Code: "810000", Region: Overseas},
		{Name: "澳门特别行政区", Short: "澳门", Code: "820000", Region: Overseas},
	}
	southern := []string{"湖南", "广东", "广西", "海南", "四川", "重庆", "贵州", "云南", "西藏", "香港", "澳门", "福建"}
	for i, p := range all {
		all[i].Wares = []int64{ShanghaiWare, GuangzhouWare}
		if slices.Contains(southern, p.Short) {
			all[i].Wares = []int64{GuangzhouWare, ShanghaiWare}
		}
	}
	return all
}
