package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
)

// Purchases is what the back office's calls need of the desk for buying in.
type Purchases interface {
	Needs(ctx context.Context, q ware.NeedQuery) ([]ware.Need, int64, error)
	AddNeed(ctx context.Context, n ware.Need, by adminapi.By) (ware.Need, error)
	List(ctx context.Context, q ware.PurchaseQuery) ([]ware.Purchase, int64, error)
	Add(ctx context.Context, by adminapi.By) (ware.Purchase, error)
	Merge(ctx context.Context, id int64, needIDs []int64, by adminapi.By) (ware.Purchase, error)
	Assign(ctx context.Context, id int64, assignee, phone string, by adminapi.By) (ware.Purchase, error)
	Receive(ctx context.Context, id int64, by adminapi.By) (ware.Purchase, error)
	Done(ctx context.Context, id int64, outcomes []ware.Outcome, by adminapi.By) (ware.Purchase, error)
	RemoveNeeds(ctx context.Context, ids []int64, by adminapi.By) error
	Remove(ctx context.Context, id int64, by adminapi.By) error
	PlanNeeds(ctx context.Context, key string, houses []ware.House, rows []ware.NeedRow) ([]ware.NeedRow, error)
	ImportNeeds(ctx context.Context, key string, rows []ware.NeedRow, by adminapi.By) ([]ware.NeedRow, error)
}

var _ Purchases = (*ware.Purchases)(nil)

// needNames are the states of needs in their order, as the API calls them.
func needNames() []string { return []string{"new", "assigned", "buying", "done", "failed"} }

// purchaseNames are the states of purchases in their order, as the API calls them.
func purchaseNames() []string { return []string{"new", "assigned", "received", "done", "failed"} }

// state reads the name of a state; nothing is any.
func state[S ~int](name string, names []string) (*S, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // no wish is no state
	}
	for i, n := range names {
		if n == name {
			s := S(i)
			return &s, nil
		}
	}
	return nil, apperr.ErrInvalid.WithField("state", "unknown")
}

func need(n ware.Need) wareapi.Need {
	return wareapi.Need{
		ID: n.ID, SkuID: n.SkuID, SkuName: n.SkuName, WareID: n.WareID, Count: n.Count, State: needNames()[n.State], PurchaseID: n.PurchaseID, Auto: n.Auto,
		Note: n.Note, FailReason: n.FailReason, CreatedAt: n.CreatedAt, UpdatedAt: n.UpdatedAt,
	}
}

func purchase(p ware.Purchase) wareapi.Purchase {
	shown := wareapi.Purchase{
		ID: p.ID, State: purchaseNames()[p.State], Assignee: p.Assignee, Phone: p.Phone, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
		Needs: make([]wareapi.Need, len(p.Needs)),
	}
	for i, n := range p.Needs {
		shown.Needs[i] = need(n)
	}
	return shown
}

func (o office) needs(c *gin.Context) error {
	q, page, err := asked(c)
	if err != nil {
		return err
	}
	wanted, err := state[ware.NeedState](q.State, needNames())
	if err != nil {
		return err
	}
	items, total, err := o.buying.Needs(c.Request.Context(), ware.NeedQuery{
		SkuID: q.SkuID, WareID: q.WareID, PurchaseID: q.PurchaseID, State: wanted, Page: page,
	})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, need))
	return nil
}

func (o office) addNeed(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.NewNeed
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	added, err := o.buying.AddNeed(c.Request.Context(), ware.Need{SkuID: in.SkuID, WareID: in.WareID, Count: in.Count, Note: in.Note}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, need(added))
	return nil
}

func (o office) purchases(c *gin.Context) error {
	q, page, err := asked(c)
	if err != nil {
		return err
	}
	wanted, err := state[ware.PurchaseState](q.State, purchaseNames())
	if err != nil {
		return err
	}
	items, total, err := o.buying.List(c.Request.Context(), ware.PurchaseQuery{State: wanted, Page: page})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, purchase))
	return nil
}

func (o office) addPurchase(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	if c.Request.ContentLength != 0 { // there is nothing to say of it; who says something says it in JSON
		var in struct{}
		if err := o.decode.JSON(c, &in); err != nil {
			return err
		}
	}
	added, err := o.buying.Add(c.Request.Context(), who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, purchase(added))
	return nil
}

func (o office) merge(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.Merge
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	merged, err := o.buying.Merge(c.Request.Context(), in.PurchaseID, in.NeedIDs, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, purchase(merged))
	return nil
}

// changing runs a change of the purchase in the path and answers with what it has become.
func (o office) changing(c *gin.Context, in any, change func(ctx context.Context, id int64, who adminapi.By) (ware.Purchase, error)) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	purchaseID, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	if in != nil {
		if err := o.decode.JSON(c, in); err != nil {
			return err
		}
	}
	changed, err := change(c.Request.Context(), purchaseID, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, purchase(changed))
	return nil
}

func (o office) assign(c *gin.Context) error {
	var in wareapi.Assign
	return o.changing(c, &in, func(ctx context.Context, id int64, who adminapi.By) (ware.Purchase, error) {
		return o.buying.Assign(ctx, id, in.Assignee, in.Phone, who)
	})
}

func (o office) receive(c *gin.Context) error {
	return o.changing(c, nil, o.buying.Receive)
}

func (o office) done(c *gin.Context) error {
	var in wareapi.Done
	return o.changing(c, &in, func(ctx context.Context, id int64, who adminapi.By) (ware.Purchase, error) {
		outcomes := make([]ware.Outcome, len(in.Items))
		for i, item := range in.Items {
			outcomes[i] = ware.Outcome(item)
		}
		return o.buying.Done(ctx, id, outcomes, who)
	})
}

// removing answers a call that removes what its path names.
func (o office) removing(remove func(ctx context.Context, id int64, by adminapi.By) error) server.Handler {
	return func(c *gin.Context) error {
		who, err := staff.By(c)
		if err != nil {
			return err
		}
		id, err := server.ID(c, "id")
		if err != nil {
			return err
		}
		if err := remove(c.Request.Context(), id, who); err != nil {
			return err
		}
		c.Status(http.StatusNoContent)
		return nil
	}
}
