package company
import ("testing";"time")
func TestZz(t *testing.T){
 s:=time.Now(); c:=Demo(Options{}); t.Log("demo", time.Since(s))
 for _,o:=range []string{"VENDOR","GLENTRY","APBILLITEM","CUSTOMER","GLDETAIL","AUDITHISTORY"} { s=time.Now(); n,p,err:=c.Select(Viewer{ShowPrivate:true}, Selection{Object:o, Columns: []Column{{Field: "RECORDNO"}}, Limit: 1}, func([]string) error {return nil}); t.Log(o,n,p,err,time.Since(s)) }
 s=time.Now(); c=Demo(Options{Scale:500}); t.Log("demo500", time.Since(s))
 s=time.Now(); n,p,err:=c.Select(Viewer{ShowPrivate:true}, Selection{Object:"GLENTRY", Columns: []Column{{Field: "RECORDNO"},{Field:"AMOUNT"},{Field:"WHENMODIFIED"}}, Filter:&Filter{Op:Greater,Field:"RECORDNO",Values:[]string{"5000000"}}, Order: []Order{{Field:"RECORDNO"}}, Limit: 2000}, func([]string) error {return nil}); t.Log(n,p,err,time.Since(s))
}
