package httpapi

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/dashboardapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/admin"
)

// Settings is what the calls need of the settings.
type Settings interface {
	List(ctx context.Context) ([]admin.Setting, error)
	Now(ctx context.Context) (adminapi.SettingsNow, error)
	Change(ctx context.Context, key adminapi.SettingKey, value *int64, version int64, by adminapi.By) (admin.Setting, error)
}

// Operations is what the calls need of the operations desk.
type Operations interface {
	Unsent(ctx context.Context, q admin.UnsentQuery) ([]adminapi.Unsent, int64, []adminapi.Backlog, error)
	Parked(ctx context.Context, queue string, page paging.Page) ([]adminapi.Parked, int64, []string, error)
	Send(ctx context.Context, refs []string, by adminapi.By) (adminapi.Outcomes, error)
	Replay(ctx context.Context, refs []string, by adminapi.By) (adminapi.Outcomes, error)
	Discard(ctx context.Context, refs []string, by adminapi.By) (adminapi.Outcomes, error)
	Health(ctx context.Context) (adminapi.Health, error)
	AddRun(ctx context.Context, run adminapi.AuditRun) error
}

// Board is what the calls need of the dashboard.
type Board interface {
	Show(ctx context.Context, days int) dashboardapi.Dashboard
}

var (
	_ Settings   = (*admin.Settings)(nil)
	_ Operations = (*admin.Operations)(nil)
	_ Board      = (*admin.Board)(nil)
)

// OperationsRoutes adds the calls of operations, settings and the dashboard, and what other processes ask and tell.
func OperationsRoutes(r gin.IRouter, settings Settings, ops Operations, board Board, edge *server.Edge, decode *server.Decoder) {
	o := operations{settings, ops, board, edge.Words, decode}
	guarded := func(p adminapi.Permission, h server.Handler) gin.HandlerFunc { return edge.JSON(staff.Guard(p, h)) }
	r.GET(adminapi.PathSettings, guarded(adminapi.SettingsWrite, o.list))
	r.PUT(adminapi.PathSettings+"/:key", guarded(adminapi.SettingsWrite, o.change))
	r.GET(adminapi.PathOutbox, guarded(adminapi.OperationsRead, o.unsent))
	r.POST(adminapi.PathOutboxSend, guarded(adminapi.OperationsWrite, o.act(ops.Send)))
	r.GET(adminapi.PathParked, guarded(adminapi.OperationsRead, o.parked))
	r.POST(adminapi.PathParkedReplay, guarded(adminapi.OperationsWrite, o.act(ops.Replay)))
	r.POST(adminapi.PathParkedDiscard, guarded(adminapi.OperationsWrite, o.act(ops.Discard)))
	r.GET(adminapi.PathHealth, guarded(adminapi.OperationsRead, o.health))
	r.GET(dashboardapi.Path, guarded(adminapi.DashboardRead, o.dashboard))
	r.GET(adminapi.PathSettingsNow, edge.JSON(o.now))
	r.POST(adminapi.PathAuditRuns, edge.JSON(o.addRun))
}

type operations struct {
	settings Settings
	ops      Operations
	board    Board
	words    *i18n.Catalogue
	decode   *server.Decoder
}

func setting(s admin.Setting, words *i18n.Words) adminapi.Setting {
	key := string(s.Definition.Key)
	shown := adminapi.Setting{
		Key: s.Definition.Key, Name: words.T("ops.setting." + key), Help: words.T("ops.setting_help." + key), Unit: s.Unit, Value: s.Value, Default: s.Default,
		Low: s.Low, High: s.High, Version: s.Version, ChangedBy: s.By,
	}
	if !s.At.IsZero() {
		shown.ChangedAt = &s.At
	}
	return shown
}

func (o operations) worded(c *gin.Context) *i18n.Words {
	return o.words.Words(o.words.Language(c.Request))
}

func (o operations) list(c *gin.Context) error {
	all, err := o.settings.List(c.Request.Context())
	if err != nil {
		return err
	}
	shown := make([]adminapi.Setting, len(all))
	for i, s := range all {
		shown[i] = setting(s, o.worded(c))
	}
	c.JSON(http.StatusOK, shown)
	return nil
}

func (o operations) change(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in adminapi.ChangedSetting
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	changed, err := o.settings.Change(c.Request.Context(), adminapi.SettingKey(c.Param("key")), in.Value, in.Version, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, setting(changed, o.worded(c)))
	return nil
}

// now tells services what is set; one that knows it already hears nothing.
func (o operations) now(c *gin.Context) error {
	now, err := o.settings.Now(c.Request.Context())
	if err != nil {
		return err
	}
	known, err := server.Int(c, "revision", -1, 0, 1<<62)
	if err != nil {
		return err
	}
	if known == now.Revision {
		c.Status(http.StatusNoContent)
		return nil
	}
	c.JSON(http.StatusOK, now)
	return nil
}

func (o operations) unsent(c *gin.Context) error {
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	items, total, _, err := o.ops.Unsent(c.Request.Context(), admin.UnsentQuery{Service: c.Query("service"), Failed: c.Query("failed") == "true", Page: page})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, func(m adminapi.Unsent) adminapi.Unsent { return m }))
	return nil
}

func (o operations) parked(c *gin.Context) error {
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	items, total, _, err := o.ops.Parked(c.Request.Context(), c.Query("queue"), page)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, func(m adminapi.Parked) adminapi.Parked { return m }))
	return nil
}

// act does something with messages and says what became of each.
func (o operations) act(do func(context.Context, []string, adminapi.By) (adminapi.Outcomes, error)) server.Handler {
	return func(c *gin.Context) error {
		who, err := staff.By(c)
		if err != nil {
			return err
		}
		var in adminapi.Chosen
		if err := o.decode.JSON(c, &in); err != nil {
			return err
		}
		told, err := do(c.Request.Context(), in.Refs, who)
		if err != nil {
			return err
		}
		c.JSON(http.StatusOK, told)
		return nil
	}
}

func (o operations) health(c *gin.Context) error {
	h, err := o.ops.Health(c.Request.Context())
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, h)
	return nil
}

// usualSpan is how many days the dashboard shows without being asked.
const usualSpan = 30

func (o operations) dashboard(c *gin.Context) error {
	days, err := server.Int(c, "days", usualSpan, 1, 90)
	if err != nil {
		return err
	}
	if !slices.Contains(admin.Spans(), int(days)) {
		return apperr.ErrInvalid.WithField("days", "range")
	}
	c.JSON(http.StatusOK, o.board.Show(c.Request.Context(), int(days)))
	return nil
}

func (o operations) addRun(c *gin.Context) error {
	var in adminapi.AuditRun
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	if err := o.ops.AddRun(c.Request.Context(), in); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
