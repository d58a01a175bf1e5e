package sample

import (
	"fmt"
	"time"

	"gulimall/pkg/money"
	"gulimall/web/page"
)

func operationsDesk() []Sample {
	return append(append(boardSamples(), messageSamples()...), append(healthSamples(), settingSamples()...)...)
}

func messages() []page.AdminMessage {
	return []page.AdminMessage{
		{
			Ref: "9f2c", ID: "01936c5e-6d2a-7c3e-9d0c-3a6f2b1c4d5e", Type: "order.paid", Subject: "2026101500000123456", Place: "ware.order.paid.queue", Exchange: "order-event-exchange",
			Key: "order.paid", Reason: "deduct stock: there is no lock", Attempts: 8, At: noon(), LastAt: noon().Add(time.Hour), Payload: "{\n  \"orderSn\": \"2026101500000123456\"\n}", Failed: true, Chosen: true,
		},
		{Ref: "41aa", Place: "coupon.order.close.queue", Reason: "read envelope: invalid character", Attempts: 1, At: noon(), LastAt: noon(), Payload: "{", Cut: true, Failed: true},
	}
}

func messageSamples() []Sample {
	many := page.NewPager(1, 50, 120, func(n int) string { return fmt.Sprintf("/operations/messages.html?page=%d", n) })
	tabs := []page.Tab{{Label: "搁置", URL: "/operations/messages.html?view=parked", Selected: true}, {Label: "发件箱", URL: "/operations/messages.html?view=outbox"}}
	queues := []page.Option{{Value: "ware.order.paid.queue", Label: "ware.order.paid.queue", Selected: true}}
	parked := page.AdminMessages{AdminBase: keeper("消息"), Tabs: tabs, Kind: "parked", Queues: queues, Filtered: true, Messages: messages(), Pager: many, CSV: "/operations/messages.csv", MayWrite: true}
	none := parked
	none.Messages = nil
	waiting := []page.AdminMessage{
		{Ref: "order:7", ID: "01936c5e-6d2a-7c3e-9d0c-3a6f2b1c4d5e", Type: "order.created", Subject: "2026101500000123456", Place: "order", Exchange: "order-event-exchange", Key: "order.create", At: noon(), LastAt: noon(), Payload: "{}"},
		{Ref: "order:8", Type: "order.paid", Place: "order", Exchange: "order-event-exchange", Key: "order.paid", Reason: "no queue", Attempts: 3, At: noon(), LastAt: noon(), Payload: "{}", Failed: true},
	}
	outbox := page.AdminMessages{AdminBase: keeper("消息"), Tabs: tabs, Kind: "outbox", Services: houseOptions(), Failed: true, Silent: []string{"coupon"}, Messages: waiting, CSV: "/operations/messages.csv"}
	write := outbox
	write.MayWrite, write.Failed, write.Filtered = true, false, false
	ask := page.AdminMessagesDo{AdminBase: keeper("重放"), Kind: "replay", Back: "/operations/messages.html", Messages: messages()}
	gone := page.AdminMessagesDo{AdminBase: refused(keeper("丢弃"), "服务暂时不可用"), Kind: "discard", Back: "/operations/messages.html"}
	return []Sample{
		{"adminopsmessages", "parked", 200, parked},
		{"adminopsmessages", "filtered", 200, none},
		{"adminopsmessages", "none", 200, page.AdminMessages{AdminBase: keeper("消息"), Tabs: tabs, Kind: "parked"}},
		{"adminopsmessages", "outbox", 200, outbox},
		{"adminopsmessages", "send", 200, write},
		{"adminopsmessages", "away", 200, page.AdminMessages{AdminBase: keeper("消息"), Tabs: tabs, Kind: "parked", Away: true}},
		{"adminopsmessages", "unknown", 200, page.AdminMessages{AdminBase: keeper("消息"), Tabs: tabs, Kind: "outbox", Silent: []string{"ware"}}},
		{"adminopsmessages", "sent", 200, page.AdminMessages{AdminBase: keeper("消息"), Tabs: tabs, Kind: "outbox"}},
		{"adminopsdo", "ask", 200, ask},
		{"adminopsdo", "gone", 503, gone},
		{"adminopsdo", "done", 200, page.AdminMessagesDo{AdminBase: keeper("重放"), Kind: "replay", Back: "/operations/messages.html", Done: 1, Undone: 1, Results: []page.AdminOutcome{
			{Label: "01936c5e-6d2a-7c3e-9d0c-3a6f2b1c4d5e", Type: "order.paid", OK: true}, {Label: "41aa", Code: "failed", Detail: "the broker is away"},
		}}},
	}
}

func healthSamples() []Sample {
	full := page.AdminHealth{
		AdminBase: keeper("运行状况"), At: noon(), Parked: pieces(2), Consul: "http://127.0.0.1:8500", Rabbit: "http://127.0.0.1:15672",
		Instances: []page.AdminInstance{
			{Service: "order", Address: "127.0.0.1:18004", State: "passing", Answered: true, StartedAt: noon()},
			{Service: "ware", Address: "127.0.0.1:18005", State: "critical", Output: "connection refused", Error: "GET ware/internal/ops: no living instance"},
			{Service: "coupon", Address: "127.0.0.1:18006", Answered: true, StartedAt: noon(), Faults: []page.AdminFault{{Name: "redis", Error: "connection refused"}}},
		},
		Rounds: []page.AdminRound{
			{Service: "order", Name: "自动确认收货", Seconds: 15, LastAt: noon(), LastFound: 2, Found: 40},
			{Service: "payment", Name: "需向支付宝查询的付款", Seconds: 1, LastAt: noon(), Failures: 3, Error: "no answer", ErrorAt: noon()},
		},
		Limited: []page.AdminLimited{{Limit: "login", Service: "member", Refused: 12, LastAt: noon()}, {Limit: "address", Refused: 1, LastAt: noon()}},
		Unsent:  []page.AdminBacklog{{Service: "order", Total: 3, Failed: 1}, {Service: "ware", Error: "no living instance"}},
		Audit: &page.AdminAuditRun{At: noon(), Mode: "final", Rules: 40, Skipped: []string{"alipay-books"}, Violated: []page.AdminViolation{
			{Rule: "stock-ledger", Says: "stock is the sum of its ledger", Count: 2, Examples: []string{"1001@1: 3 ≠ 4"}}, {Rule: "outbox-empty", Says: "everything is sent", Count: 1},
		}},
	}
	well := page.AdminHealth{AdminBase: keeper("运行状况"), At: noon(), Audit: &page.AdminAuditRun{At: noon(), Mode: "online", Rules: 40}}
	return []Sample{
		{"adminopshealth", "full", 200, full},
		{"adminopshealth", "well", 200, well},
		{"adminopshealth", "none", 200, page.AdminHealth{AdminBase: keeper("运行状况"), At: noon(), LimitsAway: true}},
	}
}

func settingSamples() []Sample {
	minutes := func(n int64) page.AdminAmount { return page.AdminAmount{Value: n, Unit: "minute"} }
	usual := page.AdminSetting{Key: "order.token", ID: "order-token", Now: minutes(30), Default: minutes(30), Unit: "minute", Low: 5, High: 240}
	own := page.AdminSetting{
		Key: "order.unpaid", ID: "order-unpaid", Typed: "45", Own: true, Now: minutes(45), Default: page.AdminAmount{Value: 90, Unit: "second"}, Unit: "minute", Low: 1, High: 1440,
		Version: 2, By: "admin", At: noon(),
	}
	wrong, meanwhile := own, own
	wrong.Typed, wrong.Wrong = "0", "数值：超出允许的范围"
	meanwhile.Typed, meanwhile.Meanwhile = "50", true
	return []Sample{
		{"adminsettings", "full", 200, page.AdminSettings{AdminBase: keeper("设置"), MayAudit: true, Settings: []page.AdminSetting{own, usual}}},
		{"adminsettings", "wrong", 422, page.AdminSettings{AdminBase: keeper("设置"), Settings: []page.AdminSetting{wrong}}},
		{"adminsettings", "meanwhile", 409, page.AdminSettings{AdminBase: keeper("设置"), Settings: []page.AdminSetting{meanwhile}}},
	}
}

func boardSamples() []Sample {
	count := func(n int64) page.AdminValue { return page.AdminValue{Kind: "count", Count: n} }
	yuan := func(n money.Fen) page.AdminValue { return page.AdminValue{Kind: "money", Amount: n} }
	tiles := []page.AdminTile{
		{Key: "orders", URL: "/order/orders.html", Known: true, Value: count(32), Compared: true, Was: count(30), Change: 7},
		{Key: "turnover", Known: true, Value: yuan(123456789), Compared: true, Was: yuan(200000000), Change: -38},
		{Key: "conversion", Known: true, Value: page.AdminValue{Kind: "percent", Count: 62}, Compared: true, Was: page.AdminValue{Kind: "percent", Count: 62}},
		{Key: "to_ship", URL: "/order/ship.html", Known: true, Value: count(5), State: "care"},
		{Key: "low"},
	}
	spans := []page.Tab{{Label: "7 天", URL: "/?span=7", Selected: true}, {Label: "48 小时", URL: "/?span=hours"}}
	chart := page.AdminChart{
		Key: "orders", Known: true, Width: 20, Series: []page.AdminSeries{{Key: "submitted", Kind: "a"}, {Key: "paid", Kind: "b"}}, Top: count(20), Mid: count(10),
		From: "2026-10-14", To: "2026-10-15", Sums: []page.AdminValue{count(29), count(20)},
		Bars: []page.AdminBar{{Kind: "a", X: 0.75, Y: 40, Width: 4.25, Height: 60, Label: "2026-10-14", Key: "submitted", Value: count(12)}, {Kind: "b", X: 5, Y: 60, Width: 4.25, Height: 40, Label: "2026-10-14", Key: "paid", Value: count(8)}},
		Rows: []page.AdminChartRow{{Label: "2026-10-14", Values: []page.AdminValue{count(12), count(8)}}, {Label: "2026-10-15", Values: []page.AdminValue{count(17), count(12)}}},
	}
	full := &page.AdminBoard{
		At: noon(), Tiles: tiles, Spans: spans, Charts: []page.AdminChart{chart}, CSV: "/dashboard.csv?span=7",
		Funnel:  []page.AdminStage{{Key: "settled", Count: 40, Width: 100}, {Key: "submitted", Count: 29, Percent: 73, Known: true, Width: 72.5}},
		Sold:    &[]page.AdminSold{{SkuID: 1001, Name: "山海 X70 Pro 5G 手机 曜石黑", Count: 12, Turnover: 4788000}},
		Coupons: &[]page.AdminEffect{{ID: 1, Name: "满 1000 减 100", Claimed: 40, Used: 10, Percent: 25, Discount: 100000}},
		Lowest:  &[]page.AdminLow{{SkuID: 1002, SkuName: "山海 X70", WareName: "广州仓", Available: 2, WarnLine: 10}},
	}
	bare := &page.AdminBoard{
		At: noon(), Missing: []string{"coupon", "ware"}, Hours: true, Charts: []page.AdminChart{chart, {Key: "turnover", Series: []page.AdminSeries{{Key: "turnover", Kind: "b"}}}}, CSV: "/dashboard.csv?span=hours",
		Sold: &[]page.AdminSold{}, Coupons: &[]page.AdminEffect{}, Lowest: &[]page.AdminLow{},
	}
	return []Sample{
		{"adminstart", "board", 200, page.AdminStart{AdminBase: keeper("工作台"), Board: full}},
		{"adminstart", "bare", 200, page.AdminStart{AdminBase: keeper("工作台"), Board: bare}},
		{"adminstart", "away", 200, page.AdminStart{AdminBase: keeper("工作台"), Board: &page.AdminBoard{Missing: []string{"order"}}}},
	}
}
