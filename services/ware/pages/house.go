package pages

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func (p pages) houses(c *gin.Context) error {
	all, err := p.stock.Houses(c.Request.Context())
	if err != nil {
		return err
	}
	shown := page.WareHouses{AdminBase: p.frame.Base(c, p.frame.Words(c).T("admin.page.warehouses"), "warehouses"), MayWrite: p.frame.May(c, adminapi.WareWrite)}
	for _, h := range all {
		shown.Houses = append(shown.Houses, houseShown(h))
	}
	return p.frame.Show(c, http.StatusOK, "warehouses", shown)
}

func houseShown(h ware.House) page.WareHouse {
	return page.WareHouse{ID: h.ID, Version: h.Version, Name: h.Name, Province: h.Province, Address: h.Address, AreaCode: h.AreaCode, Closed: h.Closed}
}

// house reads one warehouse.
func (p pages) house(c *gin.Context, id int64) (ware.House, error) {
	all, err := p.stock.Houses(c.Request.Context())
	if err != nil {
		return ware.House{}, err
	}
	at := slices.IndexFunc(all, func(h ware.House) bool { return h.ID == id })
	if at < 0 {
		return ware.House{}, ware.ErrNoWarehouse
	}
	return all[at], nil
}

func (p pages) housePage(c *gin.Context) error {
	var form ware.House
	if id := frame.Wanted(c, "id"); id != 0 {
		var err error
		if form, err = p.house(c, id); err != nil {
			return err
		}
	}
	return p.showHouse(c, http.StatusOK, form, nil, page.FormErrors{})
}

func (p pages) showHouse(c *gin.Context, status int, form ware.House, present *ware.House, wrong page.FormErrors) error {
	title := "admin.house_add"
	if form.ID != 0 {
		title = "admin.house_edit"
	}
	shown := page.WareHouseEdit{AdminBase: p.frame.Base(c, p.frame.Words(c).T(title), "warehouses"), Form: houseShown(form)}
	shown.Errors = wrong
	if present != nil {
		now := houseShown(*present)
		shown.Present = &now
	}
	if form.ID != 0 {
		load, err := p.stock.Load(c.Request.Context(), form.ID)
		if err != nil {
			return err
		}
		shown.Load = page.WareLoad(load)
	}
	return p.frame.Show(c, status, "warehouseedit", shown)
}

// saveHouse adds or changes a warehouse. Where somebody else changed it meanwhile, the form shows how it is now beside what was typed, and
// sends that over it when it is sent again.
func (p pages) saveHouse(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	typed := ware.House{
		ID: max(frame.Wanted(c, "id"), 0), Version: frame.Number(c.PostForm("version")), Name: strings.TrimSpace(c.PostForm("name")),
		Province: strings.TrimSpace(c.PostForm("province")), Address: strings.TrimSpace(c.PostForm("address")), AreaCode: strings.TrimSpace(c.PostForm("areaCode")),
	}
	err = p.decode.Check(&wareapi.NewWarehouse{Name: typed.Name, Province: typed.Province, Address: typed.Address, AreaCode: typed.AreaCode, Version: typed.Version})
	told := "admin.house_saved"
	switch {
	case err != nil:
	case typed.ID == 0:
		told = "admin.house_added"
		_, err = p.stock.AddHouse(c.Request.Context(), typed, who)
	default:
		_, err = p.stock.ChangeHouse(c.Request.Context(), typed, who)
	}
	if err == nil {
		p.frame.Flash(c, page.FlashSuccess, told)
		c.Redirect(http.StatusSeeOther, "/ware/warehouses.html")
		return nil
	}
	if !frame.Expected(err) || errors.Is(err, ware.ErrNoWarehouse) {
		return err
	}
	var present *ware.House
	if errors.Is(err, ware.ErrEditedMeantime) {
		now, findErr := p.house(c, typed.ID)
		if findErr != nil {
			return findErr
		}
		present, typed.Version, typed.Closed = &now, now.Version, now.Closed
	}
	return p.showHouse(c, apperr.From(err).Kind.Status(), typed, present, p.frame.Wrong(c, err))
}

func (p pages) removeHouse(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := frame.ID(c, ware.ErrNoWarehouse)
	if err != nil {
		return err
	}
	err = p.stock.RemoveHouse(c.Request.Context(), id, who)
	if errors.Is(err, ware.ErrInUse) {
		form, findErr := p.house(c, id)
		if findErr != nil {
			return findErr
		}
		return p.showHouse(c, http.StatusConflict, form, nil, p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	p.frame.Flash(c, page.FlashSuccess, "admin.house_removed")
	c.Redirect(http.StatusSeeOther, "/ware/warehouses.html")
	return nil
}

// closeHouse closes or opens a warehouse as it was seen; the form that asked for it has said what lies in it.
func (p pages) closeHouse(closed bool) server.Handler {
	return func(c *gin.Context) error {
		who, err := staff.By(c)
		if err != nil {
			return err
		}
		id, err := frame.ID(c, ware.ErrNoWarehouse)
		if err != nil {
			return err
		}
		_, err = p.stock.CloseHouse(c.Request.Context(), id, frame.Number(c.PostForm("version")), closed, who)
		if err == nil {
			told := "stocktake.house_opened"
			if closed {
				told = "stocktake.house_closed"
			}
			p.frame.Flash(c, page.FlashSuccess, told)
			c.Redirect(http.StatusSeeOther, "/ware/warehouses.html")
			return nil
		}
		if !frame.Expected(err) || errors.Is(err, ware.ErrNoWarehouse) {
			return err
		}
		form, findErr := p.house(c, id)
		if findErr != nil {
			return findErr
		}
		return p.showHouse(c, apperr.From(err).Kind.Status(), form, nil, p.frame.Wrong(c, err))
	}
}
