package pages

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/server"
	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// addresses shows the list and the form, which holds the address that edit names.
func (p pages) addresses(c *gin.Context, memberID int64) error {
	all, err := p.Members.Addresses(c.Request.Context(), memberID)
	if err != nil {
		return err
	}
	shown := page.Addresses{OriginURL: p.own(c.Query("originUrl"))}
	for _, a := range all {
		if strconv.FormatInt(a.ID, 10) == c.Query("edit") {
			shown.Form = pageAddress(a)
		}
	}
	return p.showAddresses(c, memberID, http.StatusOK, shown, all)
}

// saveAddress adds an address, or changes the one that the path names.
func (p pages) saveAddress(c *gin.Context, memberID int64) error {
	typed := member.Address{
		Name: c.PostForm("name"), Phone: c.PostForm("phone"), Province: c.PostForm("province"), City: c.PostForm("city"),
		Region: c.PostForm("region"), Detail: c.PostForm("detail"), PostCode: c.PostForm("postCode"), IsDefault: c.PostForm("isDefault") == "1",
	}
	ctx := c.Request.Context()
	var err error
	if c.Param("id") == "" {
		_, err = p.Members.AddAddress(ctx, memberID, typed)
	} else {
		if typed.ID, err = server.ID(c, "id"); err == nil {
			_, err = p.Members.ChangeAddress(ctx, memberID, typed)
		}
	}
	origin := c.PostForm("originUrl")
	switch {
	case err == nil:
		return p.backTo(c, page.FlashSuccess, "member.address_saved", origin, addressPath)
	case !frame.Expected(err), errors.Is(err, member.ErrNoAddress), errors.Is(err, apperr.ErrNotFound):
		return err
	}
	status, form := p.refuse(c, err)
	all, err := p.Members.Addresses(ctx, memberID)
	if err != nil {
		return err
	}
	shown := page.Addresses{Form: pageAddress(typed), OriginURL: p.own(origin)}
	shown.Errors = form
	return p.showAddresses(c, memberID, status, shown, all)
}

func (p pages) showAddresses(c *gin.Context, memberID int64, status int, shown page.Addresses, all []member.Address) error {
	m, err := p.Members.Find(c.Request.Context(), memberID)
	if err != nil {
		return err
	}
	wrong := shown.Errors
	shown.Base = p.base(c, p.Frame.Words(c).T("member.address"), addressPath, m)
	shown.Errors = wrong
	shown.Limit, shown.Full = member.MaxAddresses, len(all) >= member.MaxAddresses
	for _, a := range all {
		shown.Addresses = append(shown.Addresses, pageAddress(a))
	}
	return p.Frame.Show(c, status, "addresses", shown)
}

func (p pages) defaultAddress(c *gin.Context, memberID int64) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	if _, err := p.Members.DefaultAddress(c.Request.Context(), memberID, id); err != nil {
		return err
	}
	return p.done(c, page.FlashSuccess, "member.address_defaulted", addressPath)
}

func (p pages) deleteAddress(c *gin.Context, memberID int64) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.Members.DeleteAddress(c.Request.Context(), memberID, id); err != nil {
		return err
	}
	return p.done(c, page.FlashSuccess, "member.address_deleted", addressPath)
}

func pageAddress(a member.Address) page.Address {
	return page.Address{
		ID: a.ID, Name: a.Name, Phone: a.Phone, Province: a.Province, City: a.City, Region: a.Region, Detail: a.Detail,
		PostCode: a.PostCode, IsDefault: a.IsDefault,
	}
}
