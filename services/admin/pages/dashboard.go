package pages

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/dashboardapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/money"
	"gulimall/services/admin"
	"gulimall/web/frame"
	"gulimall/web/page"
)

const (
	usualSpan = 30
	spanHours = "hours" // the last 48 hours instead of days
)

// span is what the charts show: so many days, or hours.
func span(c *gin.Context) (days int, hours bool) {
	if c.Query("span") == spanHours {
		return usualSpan, true
	}
	n, err := strconv.Atoi(c.Query("span"))
	if err != nil || !slices.Contains(admin.Spans(), n) {
		n = usualSpan
	}
	return n, false
}

func (o operations) start(c *gin.Context) error {
	shown := page.AdminStart{AdminBase: o.frame.Base(c, o.frame.Words(c).T("admin.start"), "")}
	if o.frame.May(c, adminapi.DashboardRead) {
		days, hours := span(c)
		shown.Board = o.boardShown(c, o.board.Show(c.Request.Context(), days), hours)
	}
	return o.frame.Show(c, http.StatusOK, "adminstart", shown)
}

func (o operations) boardShown(c *gin.Context, d dashboardapi.Dashboard, hours bool) *page.AdminBoard {
	may := func(p adminapi.Permission) bool { return o.frame.May(c, p) }
	b := &page.AdminBoard{Hours: hours, Tiles: tiles(d, may), Spans: o.spans(c, d.Days, hours), CSV: "/dashboard.csv?span=" + spanName(d.Days, hours)}
	for _, name := range d.Missing {
		if name == "messages" {
			name = "operations"
		}
		b.Missing = append(b.Missing, name)
	}
	if d.Order != nil {
		b.At = d.Order.At
		b.Funnel = funnel(chosen(*d.Order, hours))
		sold := []page.AdminSold{}
		for _, s := range d.Order.Top {
			sold = append(sold, page.AdminSold{SkuID: s.SkuID, Name: s.Name, Count: s.Count, Turnover: s.Turnover})
		}
		b.Sold = &sold
	}
	if d.Coupon != nil {
		effects := []page.AdminEffect{}
		for _, e := range d.Coupon.Coupons {
			effects = append(effects, page.AdminEffect{ID: e.ID, Name: e.Name, Claimed: e.Claimed, Used: e.Used, Percent: percent(e.Used, e.Claimed), Discount: e.Discount})
		}
		b.Coupons = &effects
	}
	if d.Ware != nil {
		lowest := []page.AdminLow{}
		for _, s := range d.Ware.Lowest {
			lowest = append(lowest, page.AdminLow{SkuID: s.SkuID, SkuName: s.SkuName, WareName: s.WareName, Available: s.Available, WarnLine: s.WarnLine})
		}
		b.Lowest = &lowest
	}
	b.Charts = charts(d, hours)
	return b
}

func spanName(days int, hours bool) string {
	if hours {
		return spanHours
	}
	return strconv.Itoa(days)
}

func (o operations) spans(c *gin.Context, days int, hours bool) []page.Tab {
	words := o.frame.Words(c)
	var tabs []page.Tab
	for _, n := range admin.Spans() {
		tabs = append(tabs, page.Tab{Label: words.T("board.days", "Count", n), URL: "/?span=" + strconv.Itoa(n), Selected: !hours && n == days})
	}
	return append(tabs, page.Tab{Label: words.T("board.hours"), URL: "/?span=" + spanHours, Selected: hours})
}

// tiles are the numbers of now; each leads to where something can be done about it.
func tiles(d dashboardapi.Dashboard, may func(adminapi.Permission) bool) []page.AdminTile {
	to := func(p adminapi.Permission, path string) string {
		if may(p) {
			return path
		}
		return ""
	}
	orders := to(adminapi.OrderRead, "/order/orders.html")
	all := today(d.Today, orders)
	waiting := func(key, url string, known bool, count func() int64) {
		tile := page.AdminTile{Key: key, URL: url, Known: known}
		if known {
			tile.Value = counted(count())
			if tile.Value.Count > 0 {
				tile.State = "care"
			}
		}
		all = append(all, tile)
	}
	waiting("to_ship", to(adminapi.OrderShip, "/order/ship.html"), d.Order != nil, func() int64 { return d.Order.Waiting.ToShip })
	waiting("returns", to(adminapi.OrderRead, "/order/returns.html"), d.Order != nil, func() int64 { return d.Order.Waiting.Returns })
	waiting("refunds", to(adminapi.PaymentRead, "/payment/refunds.html"), d.Payment != nil, func() int64 { return d.Payment.OpenRefunds })
	waiting("exceptions", to(adminapi.PaymentRead, "/payment/exceptions.html"), d.Payment != nil, func() int64 { return d.Payment.OpenExceptions })
	waiting("low", to(adminapi.WareRead, "/ware/stock.html?low=true"), d.Ware != nil, func() int64 { return d.Ware.Low })
	waiting("messages", to(adminapi.OperationsRead, "/operations/messages.html"), d.Trouble != nil, func() int64 { return *d.Trouble })
	members := page.AdminTile{Key: "members", URL: to(adminapi.MemberRead, "/member/members.html"), Known: d.Member != nil && len(d.Member.Days) > 0}
	if members.Known {
		members.Value = counted(d.Member.Days[len(d.Member.Days)-1].Registered)
	}
	return append(all, members)
}

// today are the tiles that are compared with yesterday at this time.
func today(t *dashboardapi.Today, orders string) []page.AdminTile {
	all := []page.AdminTile{{Key: "orders", URL: orders}, {Key: "turnover", URL: orders}, {Key: "paid", URL: orders}, {Key: "conversion"}}
	if t == nil {
		return all
	}
	put := func(i int, now, was page.AdminValue, change int) {
		all[i].Known, all[i].Compared, all[i].Value, all[i].Was, all[i].Change = true, true, now, was, change
	}
	put(0, counted(t.Now.Submitted), counted(t.Yesterday.Submitted), change(t.Now.Submitted, t.Yesterday.Submitted))
	put(1, amount(t.Now.Turnover), amount(t.Yesterday.Turnover), change(int64(t.Now.Turnover), int64(t.Yesterday.Turnover)))
	put(2, counted(t.Now.Paid), counted(t.Yesterday.Paid), change(t.Now.Paid, t.Yesterday.Paid))
	now, was := int64(percent(t.Now.Paid, t.Now.Settled)), int64(percent(t.Yesterday.Paid, t.Yesterday.Settled))
	put(3, page.AdminValue{Kind: "percent", Count: now}, page.AdminValue{Kind: "percent", Count: was}, change(now, was))
	return all
}

func counted(n int64) page.AdminValue { return page.AdminValue{Kind: "count", Count: n} }

func amount(f money.Fen) page.AdminValue { return page.AdminValue{Kind: "money", Amount: f} }

// percent is how many in a hundred; of nothing it is nothing.
func percent(part, whole int64) int {
	if whole <= 0 {
		return 0
	}
	return int((part*100 + whole/2) / whole)
}

func change(now, was int64) int {
	if was <= 0 {
		return 0
	}
	return percent(now, was) - 100
}

// chosen are the spans of the charts.
func chosen(s orderapi.Summary, hours bool) []orderapi.Span {
	if hours {
		return s.Hours
	}
	return s.Days
}

// funnel is how many of those who saw a settlement page came to pay.
func funnel(spans []orderapi.Span) []page.AdminStage {
	var settled, submitted, paid int64
	for _, s := range spans {
		settled, submitted, paid = settled+s.Settled, submitted+s.Submitted, paid+s.Paid
	}
	most := max(settled, submitted, paid, 1)
	wide := func(n int64) float64 { return round(float64(n) * 100 / float64(most)) }
	step := func(key string, n, before int64) page.AdminStage {
		// More than came from the step before it are those from before the counting began.
		return page.AdminStage{Key: key, Count: n, Percent: percent(n, before), Known: before > 0 && n <= before, Width: wide(n)}
	}
	return []page.AdminStage{step("settled", settled, 0), step("submitted", submitted, settled), step("paid", paid, submitted)}
}

// trendFile is the charts as a file.
func (o operations) trendFile(c *gin.Context) error {
	days, hours := span(c)
	d := o.board.Show(c.Request.Context(), days)
	head := []string{"from"}
	var lines [][]string
	for _, chart := range charts(d, hours) {
		for _, s := range chart.Series {
			head = append(head, s.Key)
		}
		for i, row := range chart.Rows {
			if i == len(lines) {
				lines = append(lines, []string{row.Label})
			}
			for _, v := range row.Values {
				lines[i] = append(lines[i], plain(v))
			}
		}
	}
	return frame.SendCSV(c, "dashboard", head, lines)
}

func plain(v page.AdminValue) string {
	if v.Kind == "money" {
		return v.Amount.String()
	}
	return strconv.FormatInt(v.Count, 10)
}
