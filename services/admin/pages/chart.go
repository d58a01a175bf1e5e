package pages

import (
	"math"
	"time"

	"gulimall/pkg/contract/dashboardapi"
	"gulimall/pkg/money"
	"gulimall/pkg/shopday"
	"gulimall/web/page"
)

// The measures of a drawing: a slot for each day or hour, a bar with a gap beside it, and the height. It is stretched to the width of the page.
const (
	slot   = 10.0
	gap    = 1.5
	height = 100.0
)

// series is one colour of a chart with its values over time.
type series struct {
	key    string
	values []page.AdminValue
}

// charts are the trends; hours have those alone that are counted by the hour.
func charts(d dashboardapi.Dashboard, hours bool) []page.AdminChart {
	var at []time.Time
	var submitted, paid, turnover []page.AdminValue
	if d.Order != nil {
		for _, s := range chosen(*d.Order, hours) {
			at = append(at, s.From)
			submitted, paid, turnover = append(submitted, counted(s.Submitted)), append(paid, counted(s.Paid)), append(turnover, amount(s.Turnover))
		}
	}
	labels := label(at, hours)
	all := []page.AdminChart{
		drawn("orders", labels, series{"submitted", submitted}, series{"paid", paid}),
		drawn("turnover", labels, series{"turnover", turnover}),
	}
	if hours {
		return all
	}
	var received, refunded, registered []page.AdminValue
	var paidAt, cameAt []time.Time
	if d.Payment != nil {
		for _, s := range d.Payment.Days {
			paidAt, received, refunded = append(paidAt, s.From), append(received, amount(s.Received)), append(refunded, amount(s.Refunded))
		}
	}
	if d.Member != nil {
		for _, s := range d.Member.Days {
			cameAt, registered = append(cameAt, s.From), append(registered, counted(s.Registered))
		}
	}
	return append(all,
		drawn("money", label(paidAt, false), series{"received", received}, series{"refunded", refunded}),
		drawn("members", label(cameAt, false), series{"registered", registered}),
	)
}

func label(at []time.Time, hours bool) []string {
	layout := time.DateOnly
	if hours {
		layout = "2006-01-02 15:04"
	}
	all := make([]string, len(at))
	for i, t := range at {
		all[i] = t.In(shopday.Zone()).Format(layout)
	}
	return all
}

// drawn makes a chart: its bars, what its height stands for, and the same as a table.
func drawn(key string, labels []string, lines ...series) page.AdminChart {
	c := page.AdminChart{Key: key, Known: len(labels) > 0, Width: slot * float64(len(labels))}
	kinds := []string{"a", "b"}
	if len(lines) == 1 {
		kinds = []string{"b"}
	}
	for i, line := range lines {
		c.Series = append(c.Series, page.AdminSeries{Key: line.key, Kind: kinds[i]})
	}
	if !c.Known {
		return c
	}
	c.From, c.To = labels[0], labels[len(labels)-1]
	top := int64(1)
	for _, line := range lines {
		sum := page.AdminValue{Kind: line.values[0].Kind}
		for _, v := range line.values {
			top = max(top, size(v))
			sum.Count, sum.Amount = sum.Count+v.Count, sum.Amount+v.Amount
		}
		c.Sums = append(c.Sums, sum)
	}
	top = above(top, lines[0].values[0].Kind)
	c.Top, c.Mid = like(lines[0].values[0], top), like(lines[0].values[0], top/2)
	wide := (slot - gap) / float64(len(lines))
	for i, text := range labels {
		row := page.AdminChartRow{Label: text}
		for j, line := range lines {
			v := line.values[i]
			tall := round(float64(max(size(v), 0)) * height / float64(top))
			c.Bars = append(c.Bars, page.AdminBar{
				Kind: kinds[j], X: round(slot*float64(i) + gap/2 + wide*float64(j)), Y: round(height - tall), Width: round(wide), Height: tall,
				Label: text, Key: line.key, Value: v,
			})
			row.Values = append(row.Values, v)
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

// size is a value as the drawing measures it.
func size(v page.AdminValue) int64 {
	if v.Kind == "money" {
		return int64(v.Amount)
	}
	return v.Count
}

// like is another value of the same kind.
func like(v page.AdminValue, n int64) page.AdminValue {
	if v.Kind == "money" {
		return amount(money.Fen(n))
	}
	return counted(n)
}

// above is the next round number: 2, 4, 6, 8 or 10 times a power of ten, so that its half is a whole number too. Amounts are whole yuan.
func above(n int64, kind string) int64 {
	unit := int64(1)
	if kind == "money" {
		unit = 100
	}
	for {
		for _, step := range []int64{2, 4, 6, 8, 10} {
			if step*unit >= n {
				return step * unit
			}
		}
		unit *= 10
	}
}

// round keeps a drawing's numbers short.
func round(f float64) float64 { return math.Round(f*100) / 100 }
