package pages

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/server"
	"gulimall/pkg/shopday"
	"gulimall/services/order"
	"gulimall/web/page"
)

// wanted is what a list is asked for, as its address says it.
type wanted struct {
	status, keyword, period string
	page                    int
}

func (w wanted) query() string {
	q := url.Values{}
	for name, value := range map[string]string{"status": w.status, "keyword": w.keyword, "period": w.period} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if w.page > 1 {
		q.Set("page", strconv.Itoa(w.page))
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func (s *site) list(v visit) error {
	number, err := server.Int(v.Context, "page", 1, 1, order.MaxPage)
	if err != nil {
		return err
	}
	ctx, words := v.Request.Context(), s.frame.Words(v.Context)
	w := wanted{v.Query("status"), strings.TrimSpace(v.Query("keyword")), v.Query("period"), int(number)}
	f := order.Filter{Status: w.status, Keyword: w.keyword, Page: w.page, PageSize: order.DefaultPageSize}
	year := s.now().In(shopday.Zone()).Year()
	var known bool
	if f.From, f.To, known = bounds(w.period, s.now(), year); !known {
		return apperr.ErrInvalid.WithField("period", "invalid")
	}
	orders, total, err := s.uc.List(ctx, v.who, f)
	if err != nil {
		return err
	}
	counts, err := s.uc.Counts(ctx, v.who)
	if err != nil {
		return err
	}
	link := func(w wanted) string { return s.frame.Hosts().Order("/list.html" + w.query()) }
	out := page.OrderList{
		Base: s.base(v, words.T("order.mine")), Status: w.status, Wanted: w.keyword, Period: w.period, Periods: periods(words, w.period, year),
		Filtered: w.keyword != "" || w.period != "", ClearURL: link(wanted{status: w.status}), Now: s.now(), Tabs: tabs(words, w, counts, link),
		Pager: page.NewPager(w.page, order.DefaultPageSize, int(total), func(n int) string {
			to := w
			to.page = n
			return link(to)
		}),
	}
	for _, o := range orders {
		out.Orders = append(out.Orders, s.order(words, o, nil))
	}
	return s.frame.Show(v.Context, http.StatusOK, "orderlist", out)
}

// tabs are the statuses of the list, in order; the first is all of them.
func tabs(words order.Words, w wanted, counts order.Counts, link func(wanted) string) []page.Tab {
	all := []page.Tab{{Label: words.T("order.all"), URL: link(wanted{keyword: w.keyword, period: w.period}), Selected: w.status == "", Count: shown(counts.All())}}
	for _, t := range []struct {
		status orderapi.Status
		n      int64
	}{
		{orderapi.StatusPending, counts.Pending},
		{orderapi.StatusPaid, counts.Paid},
		{orderapi.StatusShipped, counts.Shipped},
		{orderapi.StatusCompleted, counts.Completed},
		{orderapi.StatusClosed, counts.Closed},
		{orderapi.StatusAfterSale, counts.AfterSale},
	} {
		name := string(t.status)
		all = append(all, page.Tab{
			Label: words.T("order.tab." + name), URL: link(wanted{status: name, keyword: w.keyword, period: w.period}), Selected: w.status == name, Count: shown(t.n),
		})
	}
	return all
}

// shown is a count as tabs show it; nothing is not shown.
func shown(n int64) *int {
	if n == 0 {
		return nil
	}
	count := int(n)
	return &count
}

const threeMonths = "3m"

// bounds are the days that a period begins and ends with; false for one that is none. A period is the last three months, one of the last
// years, or the years before, such as -2023.
func bounds(period string, now time.Time, year int) (from, to string, known bool) {
	switch period {
	case "":
		return "", "", true
	case threeMonths:
		return now.In(shopday.Zone()).AddDate(0, -3, 0).Format(time.DateOnly), "", true
	}
	last, before := strings.CutPrefix(period, "-")
	n, err := strconv.Atoi(last)
	if err != nil || n < 2000 || n > year {
		return "", "", false
	}
	if to = last + "-12-31"; before {
		return "", to, true
	}
	return last + "-01-01", to, true
}

// yearsShown is how many years may be chosen one by one.
const yearsShown = 3

func periods(words order.Words, chosen string, year int) []page.Option {
	option := func(value, label string) page.Option {
		return page.Option{Value: value, Label: label, Selected: value == chosen}
	}
	all := []page.Option{option("", words.T("order.period.any")), option(threeMonths, words.T("order.period.three_months"))}
	for n := year; n > year-yearsShown; n-- {
		all = append(all, option(strconv.Itoa(n), words.T("order.period.year", "Year", strconv.Itoa(n))))
	}
	before := strconv.Itoa(year - yearsShown)
	return append(all, option("-"+before, words.T("order.period.older", "Year", before)))
}
