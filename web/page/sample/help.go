package sample

import (
	"fmt"

	"gulimall/web/page"
)

func topics() []page.HelpTopic {
	return []page.HelpTopic{
		{Name: "guide", Title: "购物指南", URL: "http://gulimall.localhost:8080/help/guide.html", Icon: "info"},
		{Name: "delivery", Title: "配送方式", URL: "http://gulimall.localhost:8080/help/delivery.html", Icon: "truck"},
	}
}

func help() page.Help {
	line := func(text string) []page.HelpText { return []page.HelpText{{Text: text}} }
	return page.Help{
		Base: visitor("配送方式"), Topic: "delivery", Heading: "配送方式", Topics: topics(),
		Sections: []page.HelpSection{
			{
				ID: "freight", Title: "运费", Blocks: []page.HelpBlock{{Kind: "text", Items: [][]page.HelpText{line("运费按收货地区和整单重量计算。")}}},
				Freight: []page.FreightRule{
					{Region: "华东", Provinces: []string{"上海市", "江苏省", "浙江省"}, First: 600, FirstGrams: 1000, Extra: 100, ExtraGrams: 1000},
					{Region: "西北", Provinces: []string{"甘肃省"}, First: 1500, FirstGrams: 1000, Extra: 600, ExtraGrams: 1000},
				},
			},
			{ID: "free", Title: "包邮", Levels: []page.HelpLevel{{Name: "普通会员"}, {Name: "金牌会员", GrowthFrom: 20000, FreeFrom: 19900, MemberPrice: true}}},
			{ID: "receive", Title: "签收", Blocks: []page.HelpBlock{
				{Kind: "steps", Items: [][]page.HelpText{{{Text: "在"}, {Text: "我的订单", URL: "http://order.gulimall.localhost:8080/list.html"}, {Text: "里点确认收货。"}}, line("完成。")}},
				{Kind: "list", Items: [][]page.HelpText{{{Text: "请在 "}, {Text: "7 天", Strong: true}, {Text: "内确认。"}}}},
			}},
		},
		Schema: page.NewBreadcrumbList([]page.Crumb{{Label: "首页", URL: "http://gulimall.localhost:8080/"}, {Label: "配送方式"}}, "http://gulimall.localhost:8080/help/delivery.html"),
	}
}

func words() []Sample {
	found := page.Help{Base: visitor("搜索"), Topic: "guide", Heading: "购物指南", Topics: topics(), Query: "退货"}
	none := found
	found.Found = []page.HelpFound{{
		Topic: "售后服务", URL: "http://gulimall.localhost:8080/help/after-sale.html#returns", Title: []page.Fragment{{Text: "退货", Hit: true}},
		Text: []page.Fragment{{Text: "签收后七天内可以无理由"}, {Text: "退货", Hit: true}, {Text: "。"}},
	}}
	samples := []Sample{{"help", "delivery", 200, help()}, {"help", "found", 200, found}, {"help", "none", 200, none}}
	for _, status := range []int{400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503} {
		samples = append(samples, Sample{"error", fmt.Sprint(status), status, page.Error{
			Base: visitor("出了点问题"), Status: status, Code: "some_code", Heading: "出了点问题", Detail: "没有找到这张订单。", TraceID: "4bf92f3577b34da6a3ce929d0e0e4736",
		}})
	}
	return append(samples, Sample{"error", "bare", 500, page.Error{Base: page.Base{Unknown: true}, Status: 500, Heading: "出了点问题"}})
}
