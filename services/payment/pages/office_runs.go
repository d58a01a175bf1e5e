package pages

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/payment"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func run(r payment.Run) page.PayRun {
	return page.PayRun{
		ID: r.ID, Day: string(r.Day), State: r.State.Name(), Step: string(r.Step), By: r.BegunBy, Fault: r.Fault, Attempt: r.Attempt,
		Differences: r.Differences, Open: r.Open, Looked: r.Looked, Books: page.PaySide(r.Books), Bill: page.PaySide(r.Bill), Orders: r.Orders,
		Ordered: r.Ordered, CreatedAt: r.CreatedAt, FinishedAt: r.FinishedAt,
	}
}

func runColumns() []frame.Column {
	return []frame.Column{
		{Key: "pay_day", Sorts: true},
		{Key: "pay_state"},
		{Key: "pay_books", Numbers: true},
		{Key: "pay_bill", Numbers: true},
		{Key: "pay_orders", Numbers: true},
		{Key: "pay_differences", Numbers: true},
		{Key: "pay_created", Sorts: true},
	}
}

// runsAsked reads which runs are wanted; what is no day chooses as an empty filter does.
func runsAsked(c *gin.Context) payment.RunQuery {
	from, _ := payment.ParseDay(c.Query("from"))
	to, _ := payment.ParseDay(c.Query("to"))
	q := payment.RunQuery{From: from, To: to, Open: c.Query("open") != "", Page: frame.Sheet(c)}
	key, down := frame.Sorting(c, runColumns(), "-pay_created")
	if q.Sort.Up = !down; key == "pay_day" {
		q.Sort.By = payment.ByDay
	}
	return q
}

func (o office) reconciliations(c *gin.Context) error {
	return o.showRuns(c, http.StatusOK, string(o.runs.Latest()), page.FormErrors{})
}

func (o office) showRuns(c *gin.Context, status int, date string, wrong page.FormErrors) error {
	q := runsAsked(c)
	found, total, err := o.runs.Runs(c.Request.Context(), q)
	if err != nil {
		return err
	}
	key, down := frame.Sorting(c, runColumns(), "-pay_created")
	shown := page.PayRuns{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("admin.page.reconciliations"), "reconciliations"), Date: date, Latest: string(o.runs.Latest()),
		Pager: frame.Pager(c, q.Page, total), MayWrite: o.frame.May(c, adminapi.PaymentWrite), From: string(q.From), To: string(q.To), Open: q.Open,
		Filtered: q.From != "" || q.To != "" || q.Open, Heads: frame.Heads(c, runColumns(), key, down), Sort: c.Query("sort"), CSV: frame.File(c),
	}
	shown.Errors = wrong
	for _, r := range found {
		shown.Runs = append(shown.Runs, run(r))
	}
	return o.frame.Show(c, status, "adminreconciliations", shown)
}

// reconciliationsCSV is the list with its filters and its order, all pages of it.
func (o office) reconciliationsCSV(c *gin.Context) error {
	q := runsAsked(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := o.runs.Runs(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(found))
	for i, r := range found {
		fault := ""
		if r.Fault != "" {
			fault = words.T("money.fault." + r.Fault)
		}
		lines[i] = []string{
			string(r.Day), number(int64(r.Attempt)), words.T("money.run." + r.State.Name()), number(r.Books.Payments), r.Books.Received.String(),
			number(r.Books.Refunds), r.Books.Refunded.String(), number(r.Bill.Payments), r.Bill.Received.String(), number(r.Bill.Refunds), r.Bill.Refunded.String(),
			number(r.Orders), r.Ordered.String(), number(int64(r.Differences)), number(int64(r.Open)), r.BegunBy, written(r.CreatedAt), written(r.FinishedAt), fault,
		}
	}
	var head []string
	for _, key := range []string{
		"money.day", "money.attempt_head", "admin.state", "money.books_payments", "money.books_received", "money.books_refunds", "money.books_refunded",
		"money.bill_payments", "money.bill_received", "money.bill_refunds", "money.bill_refunded", "money.orders_paid", "money.orders_sum",
		"money.differences", "money.handled.open", "admin.who", "money.begun", "money.done_at", "money.fault_head",
	} {
		head = append(head, words.T(key))
	}
	return frame.SendCSV(c, "reconciliations", head, lines)
}

// begin starts the comparison of a day, or leads to the one that runs.
func (o office) begin(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	date := c.PostForm("date")
	day, ok := payment.ParseDay(date)
	if !ok {
		err = apperr.ErrInvalid.WithField("date", "invalid")
	}
	var begun payment.Run
	if err == nil {
		begun, err = o.runs.Begin(c.Request.Context(), day, who)
	}
	if err != nil {
		if !frame.Expected(err) {
			return err
		}
		return o.showRuns(c, apperr.From(err).Kind.Status(), date, o.frame.Wrong(c, err))
	}
	c.Redirect(http.StatusSeeOther, runPath(begun.ID))
	return nil
}
