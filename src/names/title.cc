// SPDX-License-Identifier: Apache-2.0
#include "names/title.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "names/word_index.h"
#include "names/word_list.h"

namespace namesake::names {
namespace {

struct RoleRow {
  WordRole role;
  std::string_view words;  // separated by blanks, ascending
};

// Compiled by hand from general knowledge; every language together, a word in as many rows as it
// has roles.
// clang-format off
constexpr auto kRoleRows = std::to_array<RoleRow>({
    {WordRole::kHonorific,
     "abbot adm admiral ambassador archbishop ato ba bapak baron baroness bay bayan begum bey "
     "bishop bp bpk brigadier brother capt captain cardinal cav chan cik cmdr col colonel comm "
     "commander commodore congressman congresswoman corporal count countess cpl dame datin dato "
     "datuk deacon dhr dl dna doamna dom domnul don dona dott dottssa dra duchess duke earl "
     "efendi encik excellency exma exmo father fr fraeulein frau fraulein freifrau freiherr frk "
     "froeken froken fru g ga gen general geom gospodica gospodin gospodja gov governor graefin "
     "graf grafin haji hajj hajja hajji hanim heer herr herra highness hon honorable honourable "
     "hr hra ibu imam janab jonkheer jonkvrouw judge justice khun king kisasszony kos kumari kun "
     "kyria kyrios lady lieutenant lord lt m maam madam madame mademoiselle maitre maj majesty "
     "major master mayor mej meneer mesdames mesdemoiselles messieurs messrs mevr mevrouw miss "
     "mister mlle mm mme monsieur mr mrs ms mw mx neiti nim nushi ong onorevole pan pani panna "
     "panowie panstwo pastor prince princess puan queen rabbi rag representative rev revd "
     "reverend rouva rva sahib sama san sayed sayin sayyid selvi sen senator senhor senhora senor "
     "senora senorita sensei sergeant sgt shaikh sheikh shri shrimati sieur sig signor signora "
     "signore signori signorina sigra sir sister smt sn sr sra sres sri srta ssi syed tan thiru "
     "tmt tuan tun ur ustadh ustaz vrouwe weizero xiansheng xiaojie г гжа гн господин госпожа "
     "товарищ уважаемая уважаемыи"},
    {WordRole::kAcademic,
     "abogada abogado aca acca advogada advogado advokat akad arch arq avukat avv ba bac bacc "
     "bacharel bba bca bed beng betriebswirt bs bsc cbe ccie ccna ceng cfa cfe chartered cipp "
     "cisa cism cissp cma cpa cpe crm csc dba dds dipl diploma diplomingenieur diplomkaufmann dmd "
     "dnp do doc docent doctor doktor doktori dott dottore dottoressa dottssa dozent dphil "
     "dphilol dpt dr dra drin drjur drmed drphil drs drsc druiur dsc dtech dvm ecz edd emerita "
     "emeritus esq esquire facp faia fca fcca fh frcs frs gcfa hab habil ing ingeniero ingenieur "
     "inz inzynier ir jd judr jurist kbe kc kfm lcsw lekarz lic licenciada licenciado llb llm "
     "llmm lmft ma mag magister mba mbe mcse md meng mgr mpa mph mphil mpp mres ms msc msw mudr "
     "muh np obe op ord oscp pa pd pe pgce pharmd phd phdr phil pmp privatdozent prof profa "
     "profesor professeur professor professore professorin proff psyd qc rer rn rndr sc univ uzm "
     "wirt yrd академик доктор доцент кандидат проф профессор"},
    {WordRole::kGeneration,
     "1st 2nd 3rd 4th figlio filho fils hijo i ii iii iv jnr jr jun junior mlodszy neto older "
     "padre pere segundo sen senior snr sr starszy tercero v vi younger младшии старшии"},
    {WordRole::kParticle,
     "aan ab abd abdel abdul abi abou abu af al ap auf av bar ben bij bin bint binte binti d da "
     "dal dalla dallo das de degli dei del dela della delle dello delos den der des di din do dos "
     "du e el fitz het ibn ka l la las le lo los mac mbo mc nga ni nic o onder op ould saint "
     "sainte san santa santo st ste t te ten ter tho thor tot ua ud ui uit ul umm ur uten uyt van "
     "vande vanden vander ver vom von vonder wa y zer zu zum zur"},
    {WordRole::kConjunction,
     "& + amp ampersand and e eller en es et i ile ja kai lub n nebst o och oder og or oraz ou "
     "sau sowie tai u und vagy ve y и или та"},
    {WordRole::kJobTitle,
     "abteilungsleiter accountant acting adjoint adjointe adjunta adjunto admin administrador "
     "administradora administrateur administrator administratrice adviser advisor agent algemeen "
     "amministratore amministratrice analyst anwaeltin anwalt anwaltin architect asistenta "
     "asistente assistant assistent assistente assistentin associate attorney auditor "
     "aufsichtsrat avocat avocate avp avvocato barrister baskan baskani beauftragte beauftragter "
     "beheerder berater beraterin bereichsleiter bestuurder boekhouder bookkeeper boss buchhalter "
     "buchhalterin bursar buyer cao capo cco cdo ceo cfo chair chairman chairperson chairwoman "
     "chancellor chef chefin chief chro cio ciso clerk clo cmo cofounder commissioner comptable "
     "consejera consejero consultant contabile contador contadora controller coo coordinator "
     "counsel cpo cro cso cto daf daglig dean delegada delegado dentist deputy developer dg "
     "directeur directeuren directielid director directora directors directrice direktoer "
     "direktor direktoren direktorin diretor diretora direttore direttrice dirigent dirigente "
     "doctor drh dyrektor dyrektorka encargado engineer evp exec executive executives founder "
     "genel gerant gerante gerenta gerente geschaeftsfuehrer geschaeftsfuehrerin "
     "geschaeftsfuehrung geschaeftsleitung geschaftsfuhrer geschaftsfuhrerin geschaftsfuhrung "
     "geschaftsleitung global hallituksen head headmaster headteacher hoofd inhaber interim "
     "intern jefa jefe johtaja junior kanzler kassoer kassor kauffrau kaufmann kierowniczka "
     "kierownik ksiegowa ksiegowy lawyer lead leader lecturer leder leiter leiterin management "
     "manager manageress managers managing mayor mgr minister mudur mudurlugu muduru "
     "myyntipaallikko national notaire notar notario notary nurse officer owner paaellikko "
     "paallikko partner partners pdg penningmeester pharmacist physician planner praesident "
     "prasident president presidenta presidente presidentin prezes principal projektleiter "
     "prokurist provost puheenjohtaja ragioniere rechtsanwalt rechtsanwaltin recruiter rector "
     "redovisningschef referent referentin regional registrar rektor rektorin rep representative "
     "responsabile responsable responsavel rssi sachbearbeiter sachbearbeiterin schatzmeister "
     "secretaire secretaresse secretaria secretario secretary segretaria segretario sekretaer "
     "sekretaerin sekretar sekretarin sekretarka sekreterare senior sjef skarbnik solicitor "
     "sorumlusu specialist stellvertretender stellvertreter superintendent supervisor surgeon svp "
     "teacher teamleiter tesorera tesorero tesoureiro toimitusjohtaja trainee treasurer tresorier "
     "tresoriere uzmani verkstaellande verkstallande vice vicepresident voorzitter vorsitzende "
     "vorsitzender vorstand vorstandsvorsitzender vp wiceprezes wlasciciel yonetici yonetmen "
     "zaakvoerder zarzad zarzadu администратор бухгалтер вице генеральныи главбух главныи "
     "директор заместитель инженер менеджер начальник председатель президент руководитель "
     "секретарь специалист управляющии юрист"},
    {WordRole::kDepartment,
     "abteilung abuse academy account accounting accounts achats acquisti administracao "
     "administracion administracja administratie administration afdeling alert alerts "
     "amministrazione ap ar asiakaspalvelu asistencia assistance assistenza atendimento audit "
     "ausschuss avdeling avdelning benefits beveiliging bezpieczenstwo billing biuro board "
     "boekhouding bolumu bordro buchhaltung buero bureau buro care careers center centre cert "
     "client clientes clients committee communication communications compliance compras "
     "comptabilite comunicacion comunicazione contabilidad contabilidade contabilita contact "
     "contacto contato contatto council csirt customer customers daemon delivery departamento "
     "departement departman department dept desk destek development dipartimento direccion "
     "directie direction direktion direzione dispatch division donotreply dyrekcja dzial edv "
     "einkauf empfang engineering enquiries entwicklung equipe equipo escritorio executive "
     "facilities facility factura facturacion facturas facturatie facturation facturen faktura "
     "fakturering fattura fatturazione fatture fatura faturamento financas finance finances "
     "financial financien finanse finanzas finanze finanzen finanziaria forsaeljning forsaljning "
     "forschung gehalt groep group groupe grupa grupo grupp gruppe gruppen gruppo guvenlik "
     "headquarters help helpdesk hostmaster hq hr ict imprensa indkob info informatica informatik "
     "information informations informatique infosec inkoep inkoop inkop inquiries insurance "
     "investor investors invoice invoices invoicing it jobs juridica juridico juridique kadry "
     "kantoor karriere kirjanpito klantenservice kommunikation kontakt kontor ksiegowosc kunden "
     "kundendienst kundenservice kundeservice kundtjaenst kundtjanst lager leadership legal "
     "legale library logistica logistics logistik logistique lohn lohnbuchhaltung mailer mailroom "
     "maintenance management marketing mercadeo muhasebe myynti network netzwerk news newsletter "
     "noc nomina nominas noreply notice notification notifications obsluga office oficina ofis "
     "onboarding operations ops osasto ostot paie payable payables payroll pension pensions "
     "personal personalabteilung personnel postmaster pr prensa press presse procurement "
     "purchasing qualitaet qualitat quality receivable receivables recepcion receptie reception "
     "rechnung rechnungen rechnungswesen recht rechtsabteilung recruiting recruitment redovisning "
     "regnskab regnskap relations reply research rh risco risk root rrhh sakerhet salaire salaris "
     "salarisadministratie sales salg satinalma satis schulung secretariat securite security "
     "seguranca seguridad sekretariat server service servicedesk services shipping sicherheit "
     "sicurezza soc soporte sprzedaz squadra staff stampa steuer steuern suporte support supporto "
     "sysadmin system systems talent tax taxes team teams technical technik tecnico toimisto "
     "training treasury ufficio unit vendas vendite ventas ventes verkauf verkoop versand "
     "versicherung vertrieb verwaltung warehouse webmaster wsparcie zakupy zentrale zentrum "
     "zespol безопасность бухгалтерия закупки купля отдел офис поддержка продажи служба"},
    {WordRole::kCompany,
     "ab ad ag anonim ans aps as asa associates association bank bhd bt bv bvba capital church "
     "cia cie cjsc clinic co college companies company consulting coop cooperative corp "
     "corporation cv cvba da dd dmcc doo eg eireli enterprises eood epp ets eurl ev fondation "
     "fondazione foundation fundacao fundacion fundacja fzco fze gaisha gbr genossenschaft gk "
     "gmbh group groupe grupo gruppe gruppo hb holding holdings hospital inc incorporated "
     "industries institut institute international inversiones is jsc kabushiki kaisha kb kft kg "
     "kgaa kk klinik ky limitada limited limitee llc llp lp ltd ltda mbh ministry nv nyrt ohg "
     "ojsc ood ooo ou oue oy oyj partners pjsc plc pllc pt pte pty pvt rt ry sa sab sadecv san "
     "saoc saog sapa sapas sapi sarl sas sasu sc sca sccl school sci scop sdn se sia sirketi sl "
     "sll slu snc soc society solutions sp spa spol srl sro ss ste sti stichting stiftung "
     "technologies tic tmi trust uab ug universitaet universitat university ventures verein vof "
     "wll yk zoo zrt ао зао ип оао ооо пао"},
    {WordRole::kTag,
     "acil action altern alternate alternative android approved asap attention authentic "
     "authorised authorized auto automated automatic backup belangrijk beruflich blackberry bot "
     "braadskande bradskande buro business caution cell cellulare celular cep confidencial "
     "confidential confidentiel consultant contractor critical dienstlich dogrulanmis dringend "
     "ehemalig eilt ext extern externa external externalemail externe externo externt former "
     "fornecedor fornitore fortrolig fournisseur gast genuine geprueft gepruft geschaeftlich "
     "geschaftlich geverifieerd gizli guest handy haster he her hers high him home immediate "
     "important importante int intern interna internal interne interno internt invite invited "
     "ipad iphone komorka konfidentiell lieferant luottamuksellinen matkapuhelin mobiel mobil "
     "mobile movil neu new nieuw noreply nouveau novo nowy nuevo nuovo ny office official "
     "officieel officiel officiell offisiell offiziell oficial oficjalny old onemli osobisty "
     "outside personal phone pilne poufne priority privada privado privat private privato prive "
     "privee professionnel proveedor prywatny required resmi riservato safe secondary secure "
     "secured securise seguro she sicher signal slack smartphone sofort spam supplier suspicious "
     "tablet teams telegram temp temporary test testing them they trabajo trusted ufficiale "
     "unverified urgent urgente uusi vendor verificado verificato verifie verified verifierad "
     "verifisert verifiziert vertraulich vertrouwelijk viktig viktigt vip warning wazne whatsapp "
     "wichtig work yeni zoom zweryfikowany важно конфиденциально личное новыи особистии срочно"},
    {WordRole::kLinking,
     "a adina af araciligiyla at atraves att attn attraverso au auftrag aus avec behalf bei bij "
     "by chez co con conto da dal dalla de depuis desde di dla do door durch em en for fra fraan "
     "fran from fuer fur gennem genom gesendet gjennom hd hos icin im imieniu invited iv kautta "
     "la met mit namens nom nombre nome o od of on pa par para part parte pela pelo per poprzez "
     "por pour pp ppa presso przez puolesta sent shared stellvertretend tarafindan the through "
     "till tramite traves uber ueber uit using uzerinden van vegne via vom von voor with zh zhd "
     "для из имени от через"},
});
// clang-format on

consteval bool RowsAreSorted() {
  for (const RoleRow& row : kRoleRows) {
    std::string_view before;
    for (const std::string_view word : WordList(row.words)) {
      if (word <= before) return false;
      before = word;
    }
  }
  return true;
}
static_assert(RowsAreSorted());

consteval std::size_t CountWords() {
  std::size_t count = 0;
  for (const RoleRow& row : kRoleRows) count += WordList(row.words).size();
  return count;
}

struct RoleIndex {
  WordIndex<CountWords()> words;
  std::array<WordRoles, CountWords()> roles{};
};

consteval RoleIndex IndexRoles() {
  RoleIndex index;
  for (const RoleRow& row : kRoleRows) {
    for (const std::string_view word : WordList(row.words)) {
      WordRoles& roles = index.roles.at(index.words.Add(word));
      roles = roles | row.role;
    }
  }
  return index;
}
constexpr RoleIndex kIndex = IndexRoles();

struct GenerationRow {
  int generation;
  std::string_view words;
};

constexpr auto kGenerationRows = std::to_array<GenerationRow>({
    {1, "1st i older padre pere sen senior snr sr starszy старшии"},
    {2, "2nd figlio fils filho hijo ii jnr jr jun junior mlodszy segundo younger младшии"},
    {3, "3rd iii neto tercero"},
    {4, "4th iv"},
    {5, "v"},
    {6, "vi"},
});

}  // namespace

WordRoles RolesOf(std::string_view folded) noexcept {
  const std::uint16_t number = kIndex.words.Find(folded);
  return number == kNoWord ? WordRoles() : kIndex.roles[number];
}

int GenerationOf(std::string_view folded) noexcept {
  if (!RolesOf(folded).Has(WordRole::kGeneration)) return 0;
  for (const GenerationRow& row : kGenerationRows) {
    for (const std::string_view word : WordList(row.words)) {
      if (word == folded) return row.generation;
    }
  }
  return 0;
}

}  // namespace namesake::names
